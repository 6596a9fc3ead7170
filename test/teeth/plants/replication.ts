import type { Plant } from '../types.ts';

const unit = (name: string) => `test/unit/replication/${name}.test.ts`;

export const REPLICATION_PLANTS: readonly Plant[] = [
  {
    name: 'null-lag-is-caught-up',
    rule: 'nullIsNotZero',
    file: 'shared/replication/linkState.ts',
    before: "if (row.lagSeconds === null) return { name: 'lagUnknown' };",
    after: "if (row.lagSeconds === null) return { name: 'caughtUp', lagSeconds: 0 };",
    tests: [unit('linkState')],
  },
  {
    name: 'null-lag-is-zero-in-history',
    rule: 'nullIsNotZero',
    file: 'shared/replication/sweep.ts',
    before: "const lagSeconds = state.name === 'caughtUp' ? state.lagSeconds : null;",
    after: "const lagSeconds = state.name === 'caughtUp' ? state.lagSeconds : 0;",
    tests: [unit('sweep')],
  },
  {
    name: 'spell-starts-again-after-a-restart',
    rule: 'nullIsNotZero',
    file: 'shared/replication/linkStatus.ts',
    before: 'const before = previous === undefined ? undefined : rebase(previous, nowMs);',
    // A gap between two samples, as a restart makes one, is taken for a new beginning.
    after:
      'const isOld = previous !== undefined && nowMs - previous.sampledAtMs > 600_000;\n' +
      '  const before = previous === undefined || isOld ? undefined : rebase(previous, nowMs);',
    tests: [unit('linkStatus')],
  },
  {
    name: 'spell-starts-again-after-a-role-swap',
    rule: 'nullIsNotZero',
    file: 'shared/replication/decideSubject.ts',
    before: '...nextStatus(previous?.link, sample, atMs,',
    after:
      "...nextStatus(previous?.subject.kind === 'link' && previous.subject.primary === subject.primary ? " +
      'previous.link : undefined, sample, atMs,',
    tests: [unit('sweep')],
  },
  {
    name: 'silence-ends-a-null-spell',
    rule: 'nullIsNotZero',
    file: 'shared/replication/linkStatus.ts',
    before: "interrupted.name === name && name !== 'caughtUp';",
    after: "interrupted.name === name && name === 'suspended';",
    tests: [unit('linkStatus')],
  },
  {
    name: 'silence-forgets-what-the-primary-said-last',
    rule: 'unknownIsUnknown',
    file: 'shared/replication/linkStatus.ts',
    before: 'lastCommitMs: silent ? (before?.lastCommitMs ?? null) : sample.lastCommitMs,',
    after: 'lastCommitMs: sample.lastCommitMs,',
    tests: [unit('linkStatus')],
  },
  {
    name: 'malformed-row-is-a-link-that-is-gone',
    rule: 'unknownIsUnknown',
    file: 'shared/replication/observeLinks.ts',
    before: 'partnerOf(one) === undefined || partnerOf(one) === partner',
    after: 'partnerOf(one) === partner',
    tests: [unit('observeLinks')],
  },
  {
    name: 'two-secondaries-are-a-healthy-link',
    rule: 'unknownIsUnknown',
    file: 'shared/replication/observeLinks.ts',
    before: "if (row?.role === 'secondary') {",
    after: "if (row?.role === 'secondary' && row.lagSeconds !== null) {",
    tests: [unit('observeLinks')],
  },
  {
    name: 'outbox-after-the-state',
    rule: 'toldIsEnded',
    file: 'shared/replication/commitShard.ts',
    before: 'const { conflicts } = await subjects.commit(shard, changes);',
    after:
      'const { conflicts } = await subjects.commit(\n' +
      '      shard,\n' +
      '      changes.map(({ record }) => ({ record, outbox: [] })),\n' +
      '    );\n' +
      '    const after = await reload(subjects, shard, open);\n' +
      '    await subjects.commit(\n' +
      '      shard,\n' +
      '      changes.flatMap(({ record, outbox }) => {\n' +
      '        const version = after.get(record.value.subject.key)?.version;\n' +
      '        return version === undefined ? [] : [{ record: { ...record, version }, outbox }];\n' +
      '      }),\n' +
      '    );',
    tests: [unit('sweep'), unit('sweepTrouble')],
  },
  {
    name: 'told-before-it-is-stored',
    rule: 'toldIsEnded',
    file: 'shared/replication/commitShard.ts',
    before: '    const { conflicts } = await subjects.commit(shard, changes);\n',
    after:
      '    await tell(\n' +
      '      input,\n' +
      '      changes.flatMap((one) => one.outbox),\n' +
      '      result,\n' +
      '    );\n' +
      '    const { conflicts } = await subjects.commit(shard, changes);\n',
    tests: [unit('sweep'), unit('sweepTrouble')],
  },
  {
    name: 'conflict-is-stored-without-deciding-again',
    rule: 'oneWriter',
    file: 'shared/replication/commitShard.ts',
    before: 'input.decides.get(key)?.(stored?.value, attempt > 1);',
    after: 'input.decides.get(key)?.(input.records.get(key)?.value, attempt > 1);',
    tests: [unit('sweepTrouble')],
  },
  {
    name: 'older-sample-overwrites-a-newer-one',
    rule: 'oneWriter',
    file: 'shared/replication/sweep.ts',
    before: 'if (again && isNewer(stored?.link, observed.atMs)) return undefined;',
    after: 'if (again && isNewer(stored?.link, input.now())) return undefined;',
    tests: [unit('sweepTrouble')],
  },
  {
    name: 'older-decision-overwrites-newer-figures',
    rule: 'oneWriter',
    file: 'shared/replication/commitShard.ts',
    before: '...(afterSampleMs === undefined ? {} : { afterSampleMs }) };',
    after: '...(afterSampleMs === undefined ? {} : {}) };',
    tests: [unit('sweepTrouble'), unit('shardWriter')],
  },
  {
    name: 'alert-is-only-a-figure',
    rule: 'toldIsEnded',
    file: 'shared/replication/onlyFigures.ts',
    before: 'isSame(before?.alerts, after.alerts)',
    after: 'before?.alerts !== undefined',
    tests: [unit('onlyFigures')],
  },
  {
    name: 'figures-outlive-the-row-they-continue',
    rule: 'oneWriter',
    file: 'shared/adapters/azure/tables/keptFigures.ts',
    before: "[row, version].join(' ')",
    after: "[row].join(' ')",
    tests: ['test/component/tables/tableStores.test.ts'],
  },
  {
    name: 'figures-read-once-are-figures-for-ever',
    rule: 'oneWriter',
    file: 'shared/adapters/azure/tables/keptFigures.ts',
    before: 'return known?.etag === etag ? known',
    after: 'return known?.etag !== undefined ? known',
    tests: ['test/component/tables/keptFigures.test.ts'],
  },
  {
    name: 'figures-that-were-refused-as-rows-are-forgotten',
    rule: 'oneWriter',
    file: 'shared/replication/shardWriter.ts',
    before: '        if (refused.has(key)) continue;\n',
    after: '',
    tests: [unit('shardWriter')],
  },
  {
    name: 'joined-figures-are-replaced-without-a-look',
    rule: 'oneWriter',
    file: 'shared/adapters/azure/tables/keptFigures.ts',
    before: '        else own.delete(row);',
    after: '        else own.set(row, { etag, figures });',
    tests: ['test/component/tables/tableStores.test.ts'],
  },
  {
    name: 'figures-that-come-late-replace-newer-ones',
    rule: 'oneWriter',
    file: 'shared/adapters/azure/tables/keptFigures.ts',
    before: 'newestOf([...figures, ...(await this.#unpacked(other)).figures])',
    after: 'newestOf([...figures, ...(await this.#unpacked(other)).figures.slice(0, 0)])',
    tests: ['test/component/tables/tableStores.test.ts'],
  },
  {
    name: 'record-goes-before-its-closing-notice-is-stored',
    rule: 'toldIsEnded',
    file: 'shared/replication/removeSubjects.ts',
    before: 'if (record?.version === undefined || !isQuiet(record)) return false;',
    after: 'if (record?.version === undefined) return false;',
    tests: [unit('removeSubjects'), unit('sweepTrouble')],
  },
  {
    name: 'removed-link-is-never-resolved',
    rule: 'toldIsEnded',
    file: 'shared/replication/decideSubject.ts',
    before: 'return decision({ ...previous, alerts: evaluation.alerts }, evaluation, context);',
    after: 'return { record: { ...previous, alerts: evaluation.alerts }, outbox: [] };',
    tests: [unit('sweep')],
  },
  {
    name: 'suspects-are-asked-before-the-healthy',
    rule: 'noneWaits',
    file: 'shared/replication/lanes.ts',
    before:
      'const [left, leftSuspects] = await Promise.all([\n' +
      '    runLane(healthy, forHealthy, options, places?.healthy),\n' +
      '    runLane(suspects, forSuspects, options, places?.suspect),\n' +
      '  ]);',
    after:
      'const leftSuspects = await runLane(suspects, forSuspects, options, places?.suspect);\n' +
      '  const left = await runLane(healthy, forHealthy, options, places?.healthy);',
    tests: [unit('lanes')],
  },
  {
    name: 'databases-are-asked-one-after-the-other',
    rule: 'noneWaits',
    file: 'shared/replication/bounded.ts',
    before: 'Math.min(concurrency, items.length)',
    after: 'Math.min(1, items.length)',
    tests: [unit('bounded'), unit('sweep')],
  },
  {
    name: 'nothing-is-stored-while-one-hangs',
    rule: 'noneWaits',
    file: 'shared/replication/sweep.ts',
    before: 'onDraining: storing(writer, pause),',
    after: 'onDraining: () => {},',
    tests: [unit('sweep'), unit('sweepShards')],
  },
  {
    name: 'sweep-outlives-its-interval',
    rule: 'everythingEnds',
    file: 'shared/replication/sweep.ts',
    before: 'startedAtMs + Math.max(everyMs, timeoutMs);',
    after: 'startedAtMs + everyMs + timeoutMs;',
    tests: [unit('sweepShards')],
  },
  {
    name: 'suspects-of-six-shards-take-all-places',
    rule: 'noneWaits',
    file: 'shared/replication/lanes.ts',
    before: 'runLane(suspects, forSuspects, options, places?.suspect),',
    after: 'runLane(suspects, forSuspects, options, places?.healthy),',
    tests: [unit('lanes')],
  },
  {
    name: 'late-shard-is-swept-beside-the-next',
    rule: 'everythingEnds',
    file: 'shared/app/sampleShard.ts',
    before: 'if (ageMs >= configuration.sampling.everyMs)',
    after: 'if (ageMs >= 10 * configuration.sampling.everyMs)',
    tests: ['test/unit/app/sampleShard.test.ts'],
  },
  {
    name: 'silent-shard-is-covered-up-by-the-others',
    rule: 'unknownIsUnknown',
    file: 'shared/app/samplingReport.ts',
    before: 'known.length < ends.length || known.length === 0 ? null : Math.min(...known)',
    after: 'known.length === 0 ? null : Math.max(...known)',
    tests: ['test/unit/app/samplingReport.test.ts', 'test/unit/app/sampleShard.test.ts'],
  },
  {
    name: 'sight-of-some-shards-is-complete',
    rule: 'unknownIsUnknown',
    file: 'shared/outage/mergeSights.ts',
    before: 'known.length === sights.length && known.every(({ complete }) => complete)',
    after: 'known.every(({ complete }) => complete)',
    tests: ['test/unit/outage/mergeSights.test.ts'],
  },
];
