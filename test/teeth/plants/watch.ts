import type { Plant } from '../types.ts';

const condition = (name: string) => `test/unit/alerting/conditions/${name}.test.ts`;
const outage = (name: string) => `test/unit/outage/${name}.test.ts`;
const topology = (name: string) => `test/unit/topology/${name}.test.ts`;

/** What is concluded from the signals, and what is watched at all. */
export const WATCH_PLANTS: readonly Plant[] = [
  {
    name: 'one-window-burns-the-budget',
    rule: 'figuresAreMeasured',
    file: 'shared/alerting/conditions/rpoBudgetBurn.ts',
    before: 'if (long.rate < window.burn || short.rate < window.burn) continue;',
    after: 'if (long.rate < window.burn && short.rate < window.burn) continue;',
    tests: [condition('rpoBudgetBurn')],
  },
  {
    name: 'own-trouble-is-a-primary-out-of-reach',
    rule: 'ourOwnTrouble',
    file: 'shared/alerting/conditions/primaryUnreachable.ts',
    before: "if (isOurOwnTrouble(kind)) return { is: 'unknown' };",
    after: "if (kind === 'monitor') return { is: 'unknown' };",
    tests: [condition('primaryUnreachable')],
  },
  {
    name: 'old-reading-outlasts-its-round',
    rule: 'figuresAreMeasured',
    file: 'shared/alerting/conditions/reading.ts',
    before: 'reading.atMs >= (signals?.askedAtMs ?? 0) ? reading : undefined',
    after: 'signals === undefined ? undefined : reading',
    tests: [condition('commitGapHigh'), condition('silence')],
  },
  {
    name: 'size-below-the-need-can-follow',
    rule: 'figuresAreMeasured',
    file: 'shared/alerting/conditions/secondaryUndersized.ts',
    before: 'if (rate.amount >= need.amount) {',
    // A P6 at 50 % then accepts what is smaller than a P4.
    after: 'if (rate.amount >= need.amount * (logWrite.sustainedPercent / 100)) {',
    tests: [condition('secondaryUndersized')],
  },
  {
    name: 'peak-asks-for-a-larger-size',
    rule: 'figuresAreMeasured',
    file: 'shared/alerting/conditions/secondaryUndersized.ts',
    before: 'needOf(primarySku, logWrite.sustainedPercent)',
    after: 'needOf(primarySku, logWrite.peakPercent)',
    tests: [condition('secondaryUndersized')],
  },
  {
    name: 'what-happened-is-news-for-ever',
    rule: 'toldIsEnded',
    file: 'shared/alerting/conditions/recentEvents.ts',
    before: 'events.filter(({ atMs }) => nowMs - atMs < holdMs).sort(',
    after: 'events.filter(({ atMs }) => atMs - nowMs < holdMs).sort(',
    tests: [condition('linkAddedOrRemoved'), condition('roleChangedElsewhere')],
  },
  {
    name: 'our-failover-is-news-of-somebody-else',
    rule: 'onRecord',
    file: 'shared/alerting/conditions/roleChangedElsewhere.ts',
    before: "kind === 'rolesSwapped' && operationId === undefined",
    after: "kind === 'rolesSwapped' && operationId !== ''",
    tests: [condition('roleChangedElsewhere')],
  },
  {
    name: 'failover-of-last-week-explains-that-of-today',
    rule: 'onRecord',
    file: 'shared/topology/topologyEvents.ts',
    before: '          Math.abs(nowMs - one.intendedAtMs) <= OURS_WITHIN_MS &&\n',
    after: '',
    tests: [topology('topologyEvents')],
  },
  {
    name: 'polled-metric-and-its-alert-are-two-voices',
    rule: 'onePathNeverMoves',
    file: 'shared/outage/evidenceFromMetrics.ts',
    before: "reporter: 'availability',",
    after: "reporter: 'availability-polled',",
    tests: [outage('evidenceFromMetrics')],
  },
  {
    name: 'two-reports-of-one-metric-are-two-kinds',
    rule: 'onePathNeverMoves',
    file: 'shared/outage/independence.ts',
    before: "if (group !== 'witness') return { key: group, group };",
    after: "if (group !== 'witness') return { key: evidence.id, group };",
    tests: [outage('independence'), outage('verdict')],
  },
  {
    name: 'log-query-seconds-the-metric',
    rule: 'onePathNeverMoves',
    file: 'shared/outage/independence.ts',
    before: "if (groups.has('azure') || groups.has('metric')) {",
    after: "if (groups.has('azure')) {",
    tests: [outage('independence'), outage('verdict')],
  },
  {
    name: 'young-shards-speak-for-an-old-one',
    rule: 'unknownIsUnknown',
    file: 'shared/outage/mergeSights.ts',
    before: 'atMs: Math.min(...known.map(({ atMs }) => atMs)),',
    after: 'atMs: Math.max(...known.map(({ atMs }) => atMs)),',
    tests: [outage('mergeSights')],
  },
  {
    name: 'all-databases-of-a-partner-are-watched',
    rule: 'scopesHold',
    file: 'shared/topology/buildTopology.ts',
    before: 'const listed = databases.filter((database) => involved.has(databaseKey(database)));',
    after: 'const listed = databases;',
    tests: [topology('followPartners')],
  },
];
