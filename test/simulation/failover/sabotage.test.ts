/** The judge has to notice: each of these breaks one promise of a port, and some story must show it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OperationPorts } from '../../../shared/operations/ports.ts';
import type { ReactionPorts } from '../../../shared/reaction/ports.ts';
import type { Options } from './options.ts';
import { playStory } from './playStory.ts';
import { FALSE_ALARM, ISOLATED, LAG_NULL, PAUSED, RESCUE, SHARED, TWO_OUTAGES } from './premises.ts';
import { planOf, type StoryPlan } from './storyPlan.ts';

const MOST_SEEDS = 400;

interface Planted {
  name: string;
  /** What the story is like besides its seed. @default RESCUE */
  premise?: Partial<StoryPlan>;
  /** The rules that may notice. */
  rules: string[];
  operation?: (ports: OperationPorts) => OperationPorts;
  reaction?: (ports: ReactionPorts) => ReactionPorts;
}

const PLANTED: Planted[] = [
  {
    name: 'a fence that everybody holds',
    rules: ['everyCallHasTheFence', 'oneForcedRoleChange', 'oneCallForOneIntent'],
    operation: (ports) => ({
      ...ports,
      fence: {
        acquire: async () => ({ token: 1, intents: [] }),
        note: async () => true,
        renew: async () => true,
        release: async () => undefined,
        available: async () => true,
      },
    }),
  },
  {
    name: 'no read-back: whatever was asked for is believed',
    rules: ['nothingIsFalselyVerified'],
    operation: (ports) => ({
      ...ports,
      reader: {
        ask: async (end) => {
          const answer = await ports.reader.ask(end);
          return end.server === 'we' ? answer : { ...answer, reachable: true, replicaRole: 0, writable: true };
        },
      },
    }),
  },
  {
    name: 'a retry around the call',
    rules: ['oneCallForOneIntent'],
    operation: (ports) => ({
      ...ports,
      calls: {
        ...ports.calls,
        start: async (...args) => {
          const first = await ports.calls.start(...args);
          return first.kind === 'lost' || first.kind === 'refused' ? await ports.calls.start(...args) : first;
        },
      },
    }),
  },
  {
    name: 'a pause that nobody sees',
    rules: ['aPauseIsObeyed'],
    premise: PAUSED,
    operation: (ports) => ({ ...ports, paused: async () => null }),
    reaction: (ports) => ({ ...ports, paused: async () => null }),
  },
  {
    name: 'a candidate whose commits are taken from now, not from what it has',
    rules: ['theLossIsWithinWhatWasStated'],
    operation: (ports) => ({
      ...ports,
      reader: {
        ask: async (end) => {
          const answer = await ports.reader.ask(end);
          return { ...answer, lastCommitMs: answer.atMs };
        },
      },
    }),
  },
  {
    name: 'an audit that forgets what is done',
    rules: ['theJournalIsInTheAudit', 'everyForcedCallIsOnRecord'],
    operation: (ports) => ({ ...ports, audit: async () => undefined }),
  },
  {
    name: 'an audit that forgets what was decided',
    rules: ['everyForcedCallIsOnRecord'],
    reaction: (ports) => ({
      ...ports,
      audit: { ...ports.audit, append: async (entry) => entry.record.kind === 'decision' || ports.audit.append(entry) },
    }),
  },
  {
    name: 'an audit in which everybody writes over the end of everybody else',
    premise: SHARED,
    rules: ['theAuditIsIntact'],
    reaction: (ports) => ({
      ...ports,
      audit: {
        ...ports.audit,
        append: async (entry) => {
          const last = await ports.audit.last();
          return await ports.audit.append({ ...entry, sequence: (last?.sequence ?? -1) + 1 });
        },
      },
    }),
  },
  {
    name: 'people who never hear the end',
    rules: ['everyNoticeIsClosed'],
    operation: (ports) => ({
      ...ports,
      tell: async (telling) => (telling.what === 'closed' ? undefined : ports.tell(telling)),
    }),
  },
  {
    name: 'an incident that is stored without what it tells',
    rules: ['everyNoticeIsClosed'],
    reaction: (ports) => ({
      ...ports,
      incidents: {
        ...ports.incidents,
        save: async (incident, outbox) =>
          await ports.incidents.save(incident, incident.value.phase === 'over' ? [] : outbox),
      },
    }),
  },
  {
    name: 'rows of operations without ETags',
    premise: SHARED,
    rules: ['theJournalIsInTheAudit', 'oneCallForOneIntent', 'everyCallHasTheFence', 'everyNoticeIsClosed'],
    operation: (ports) => ({
      ...ports,
      store: {
        ...ports.store,
        save: async (row) => {
          const stored = await ports.store.load(row.value.id);
          return await ports.store.save({ value: row.value, ...(stored?.version ? { version: stored.version } : {}) });
        },
      },
    }),
  },
  {
    name: 'NULL lag read as zero',
    premise: LAG_NULL,
    rules: ['everyCandidateIsFit'],
    reaction: (ports) => ({
      ...ports,
      link: async (key) => {
        const status = await ports.link(key);
        if (status === undefined) return undefined;
        const known = { state: { name: 'caughtUp' as const, lagSeconds: 0 } };
        const { lastAnswer } = status;
        return {
          ...status,
          ...(status.state.name === 'lagUnknown' ? known : {}),
          ...(lastAnswer?.state.name === 'lagUnknown' ? { lastAnswer: { ...lastAnswer, ...known } } : {}),
        };
      },
    }),
  },
  {
    name: 'one voice that is taken for two',
    premise: { ...RESCUE, witness: 'none' },
    rules: ['neverOnOnePath'],
    reaction: (ports) => ({
      ...ports,
      evidence: {
        load: async () => {
          const all = await ports.evidence.load();
          const echoes = all
            .filter(({ source }) => source === 'ownProbe')
            .map((one) => ({ ...one, id: `echo-${one.id}`, source: 'witnessProbe' as const, path: 'brazilsouth' }));
          return [...all, ...echoes];
        },
      },
    }),
  },
  {
    name: 'a witness that sees it alive and is not heard',
    premise: FALSE_ALARM,
    rules: ['neverOnOnePath'],
    reaction: (ports) => ({
      ...ports,
      evidence: { load: async () => (await ports.evidence.load()).filter(({ vote }) => vote !== 'against') },
    }),
  },
  {
    name: 'a sight that always reaches somebody',
    premise: ISOLATED,
    rules: ['neverWhileIsolated'],
    reaction: (ports) => ({
      ...ports,
      sight: async () => {
        const sight = await ports.sight();
        if (sight === undefined) return undefined;
        const { seeingSinceMs: _, ...rest } = sight;
        return { ...rest, regions: [...sight.regions, { region: 'brazilsouth', tried: 1, reached: 1, ownTrouble: 0 }] };
      },
    }),
  },
  {
    name: 'a deployment that remembers no operation',
    premise: TWO_OUTAGES,
    rules: ['neverInACooldown', 'neverOverBudget'],
    reaction: (ports) => ({
      ...ports,
      operations: { ...ports.operations, recent: async () => [], open: async () => [] },
    }),
  },
];

for (const { name, rules, operation, reaction, premise = RESCUE } of PLANTED) {
  test(`${name}: found within ${MOST_SEEDS} seeds`, async () => {
    const sabotage: NonNullable<Options['sabotage']> = {
      ...(operation === undefined ? {} : { operation }),
      ...(reaction === undefined ? {} : { reaction }),
    };
    const other: string[] = [];
    for (let seed = 1; seed <= MOST_SEEDS; seed += 1) {
      const { violation } = await playStory({ ...planOf(seed), ...premise }, { sabotage });
      if (violation === undefined) continue;
      if (rules.includes(violation.rule)) {
        console.log(`${name}: seed ${seed}, ${violation.rule}`);
        return;
      }
      other.push(violation.rule);
    }
    assert.fail(`nobody noticed; other rules that complained: ${[...new Set(other)].join(', ') || 'none'}`);
  });
}
