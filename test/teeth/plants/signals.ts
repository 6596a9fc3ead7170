import type { Plant } from '../types.ts';

const unit = (name: string) => `test/unit/replication/signals/${name}.test.ts`;

/** What is read besides the lag: of primaries, of geo-secondaries, of Azure Monitor. */
export const SIGNAL_PLANTS: readonly Plant[] = [
  {
    name: 'secondary-that-is-ahead-has-a-gap',
    rule: 'figuresAreMeasured',
    file: 'shared/replication/signals/commitGap.ts',
    before: 'Math.max(0, gapMs) / 1000',
    after: 'gapMs / 1000',
    tests: [unit('commitGap')],
  },
  {
    name: 'reset-of-counters-is-growth',
    rule: 'figuresAreMeasured',
    file: 'shared/replication/signals/throttle.ts',
    before: 'if (wasReset) return [];',
    // As a rate is often made: what went down has begun at zero.
    after:
      'const rateOf = ([wait, ms]: [string, number]) => [wait, ms / seconds];\n' +
      '    const sinceReset = Object.fromEntries(Object.entries(waitedMs).map(rateOf));\n' +
      '    if (wasReset) return [{ perSecond: sinceReset, knowsFeedback: true }];',
    tests: [unit('throttle')],
  },
  {
    name: 'every-wait-for-the-log-is-feedback',
    rule: 'figuresAreMeasured',
    file: 'shared/replication/signals/throttle.ts',
    before: 'growths.map(({ perSecond }) => perSecond[FEEDBACK_WAIT] ?? 0)',
    after: 'growths.map(({ perSecond }) => Object.values(perSecond).reduce((sum, ms) => sum + ms, 0))',
    tests: [unit('throttle')],
  },
  {
    name: 'redo-that-stands-still-has-no-lag',
    rule: 'nullIsNotZero',
    file: 'shared/replication/signals/redoLag.ts',
    before: 'if (redo.queueKb === 0) return 0;',
    after: 'if (redo.queueKb === 0 || redo.rateKbPerSecond === 0) return 0;',
    tests: [unit('redoLag')],
  },
  {
    name: 'silence-burns-the-budget',
    rule: 'unknownIsUnknown',
    file: 'shared/replication/signals/burn.ts',
    before: "case 'unreachable':\n      return false;",
    after: "case 'unreachable':\n      return true;",
    tests: [unit('burn')],
  },
  {
    name: 'unknown-lag-keeps-the-objective',
    rule: 'nullIsNotZero',
    file: 'shared/replication/signals/burn.ts',
    before: "case 'unreachable':\n      return false;",
    after: "case 'unreachable':\n    case 'lagUnknown':\n      return false;",
    tests: [unit('burn')],
  },
  {
    name: 'signals-of-the-old-primary-live-on',
    rule: 'figuresAreMeasured',
    file: 'shared/replication/signals/nextSignals.ts',
    before: 'previous?.primary === primary ? previous : onlyBurn(previous)',
    after: 'previous',
    tests: [unit('nextSignals')],
  },
  {
    name: 'closed-secondary-is-silent',
    rule: 'unknownIsUnknown',
    file: 'shared/replication/signals/secondaryView.ts',
    before: "answer.closed ? 'closed' : 'silent'",
    after: "'silent'",
    tests: [unit('secondaryView')],
  },
  {
    name: 'signals-in-vain-fail-the-sample',
    rule: 'sampleComesFirst',
    file: 'shared/replication/signals/signalRound.ts',
    before: 'for (const one of due) {',
    after:
      'for (const asked of due) {\n' +
      "      const failed = answer?.ok === false ? ({ seen: 'failure', failure: answer.failure } as const) : undefined;\n" +
      '      const one = failed === undefined ? asked : { ...asked, observation: failed };',
    tests: [unit('signalRound')],
  },
  {
    name: 'view-that-is-refused-fails-all-signals',
    rule: 'sampleComesFirst',
    file: 'shared/adapters/azure/sql/optionalStatements.ts',
    before: 'if (failure !== undefined && !refusals.every(({ number }) => REFUSALS.has(number))) throw failure;',
    after: 'if (failure !== undefined) throw failure;',
    tests: ['test/unit/adapters/azure/sql/optionalStatements.test.ts'],
  },
  {
    name: 'metric-without-a-point-is-no-lag',
    rule: 'nullIsNotZero',
    file: 'shared/replication/observeMetrics.ts',
    before: 'lagSeconds: lag?.lagSeconds ?? null,',
    after: 'lagSeconds: lag?.lagSeconds ?? 0,',
    tests: ['test/unit/replication/observeMetrics.test.ts'],
  },
  {
    name: 'metrics-that-stopped-are-believed',
    rule: 'unknownIsUnknown',
    file: 'shared/replication/observeMetrics.ts',
    before: 'if (nowMs - metrics.atMs <= READING_LASTS_MS)',
    after: 'if (metrics.unread === undefined || nowMs - metrics.atMs <= READING_LASTS_MS)',
    tests: ['test/unit/replication/observeMetrics.test.ts'],
  },
  {
    name: 'point-of-long-ago-is-one-of-now',
    rule: 'figuresAreMeasured',
    file: 'shared/replication/metricsDigest.ts',
    before: 'if (value === null || nowMs - atMs > FRESH_MS) continue;',
    after: 'if (value === null) continue;',
    tests: ['test/unit/replication/metricsDigest.test.ts'],
  },
];
