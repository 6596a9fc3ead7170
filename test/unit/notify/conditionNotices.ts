/** One spell of each condition: what is told first, and what is told when it is over, with the sentences that the conditions make. */

import { channelFailing } from '../../../shared/alerting/conditions/channelFailing.ts';
import type { DatabaseFacts } from '../../../shared/alerting/databaseFacts.ts';
import { type Evaluation, evaluateAlerts, findingsOf, type Rules } from '../../../shared/alerting/evaluate.ts';
import { evaluateDatabase } from '../../../shared/alerting/evaluateDatabase.ts';
import { evaluateDeployment } from '../../../shared/alerting/evaluateDeployment.ts';
import { evaluateLink } from '../../../shared/alerting/evaluateLink.ts';
import { evaluateServer } from '../../../shared/alerting/evaluateServer.ts';
import type { ConditionName, Notice } from '../../../shared/alerting/types.ts';
import type { LinkFacts, LinkSignals } from '../../../shared/replication/signalTypes.ts';
import type { FailureKind, LinkState, LinkStatus, Subject } from '../../../shared/replication/types.ts';
import { configurationOf, sound } from '../config/documents.ts';
import { T0 } from './notices.ts';

const HOUR = 3_600_000;
const LINK: Subject & { kind: 'link' } = {
  kind: 'link',
  key: 'contoso-ne/orders~contoso-we/orders',
  primary: 'contoso-we/orders',
  secondary: 'contoso-ne/orders',
};
const DATABASE: Subject & { kind: 'database' } = { kind: 'database', key: 'contoso-we/orders' };
const SERVER: Subject & { kind: 'server' } = { kind: 'server', key: 'contoso-we' };
const CHANNEL: Subject & { kind: 'channel' } = { kind: 'channel', key: 'on-call' };
const DEPLOYMENT: Subject & { kind: 'deployment' } = { kind: 'deployment', key: 'shop production' };

/** The rules people get who say nothing, but that nobody is waited for: pending and resolve times have tests of their own. */
const RULES: Rules = (() => {
  const { alerts } = configurationOf(sound('alerts: { SingleSecondary: { enabled: true } }'));
  const hasty = Object.entries(alerts).map(([name, rule]) => [name, { ...rule, resolveMs: 0 }]);
  return Object.fromEntries(hasty) as Rules;
})();

/** Only the rule in question: a story that several conditions tell is told once here. */
const only = (name: ConditionName): Rules => ({
  ...(Object.fromEntries(
    Object.entries(RULES).map(([other, rule]) => [other, { ...rule, enabled: other === name }]),
  ) as Rules),
});

type Judge = (nowMs: number, alerts: Evaluation['alerts'], rules: Rules) => Evaluation;

const CAUGHT_UP: LinkState = { name: 'caughtUp', lagSeconds: 2 };
const failed = (kind: FailureKind, message: string): LinkState => ({ name: 'unreachable', failure: { kind, message } });
const statusOf = (state: LinkState, signals?: LinkSignals): LinkStatus => ({
  state,
  sinceMs: T0,
  longestMs: {},
  sampledAtMs: T0 + HOUR,
  lastReplicationMs: null,
  lastCommitMs: null,
  ...(signals === undefined ? {} : { signals }),
});
const SKU = (capacity: number) => ({ name: 'Premium', tier: 'Premium', capacity });
const FACTS: LinkFacts = {
  type: 'GEO',
  armState: 'CATCH_UP',
  armAtMs: T0 + 60_000,
  primarySku: SKU(1000),
  secondarySku: SKU(250),
};

const link =
  (state: LinkState, signals?: LinkSignals, facts: LinkFacts = FACTS): Judge =>
  (nowMs, alerts, rules) =>
    evaluateLink({ subject: LINK, status: statusOf(state, signals), facts, alerts, rules, nowMs });
const database =
  (given: Partial<DatabaseFacts>): Judge =>
  (nowMs, alerts, rules) => {
    const facts = { links: [], unprotected: false, secondaries: 1, elsewhere: 1, events: [], ...given };
    return evaluateDatabase({ subject: DATABASE, facts, alerts, rules, nowMs });
  };
const server =
  (primaries: number, silent: number): Judge =>
  (nowMs, alerts, rules) =>
    evaluateServer({ subject: SERVER, facts: { primaries, silent }, alerts, rules, nowMs });
const late =
  (...sentences: string[]): Judge =>
  (nowMs, alerts, rules) =>
    evaluateDeployment({ subject: DEPLOYMENT, facts: { late: sentences }, alerts, rules, nowMs });

const channel =
  (failing?: { sinceMs: number; lastError: string }): Judge =>
  (nowMs, alerts, rules) =>
    evaluateAlerts({
      subject: CHANNEL,
      alerts,
      findings: findingsOf([channelFailing], rules, (condition, rule) =>
        condition.find({ channel: CHANNEL.key, ...(failing === undefined ? {} : { failing }), rule, nowMs }),
      ),
      rules,
      nowMs,
    });

type Secondary = NonNullable<LinkSignals['secondary']>;
const secondary = (given: Partial<Secondary>): LinkSignals => ({
  secondary: {
    atMs: T0,
    is: 'answering',
    sinceMs: T0,
    commitGapSeconds: null,
    redoLagSeconds: null,
    redoQueueKb: null,
    replicaRole: 2,
    ...given,
  },
});
const throttled = (waitedPerSecond: number): Partial<DatabaseFacts> => ({
  links: [statusOf(CAUGHT_UP, { throttle: { atMs: T0, counters: [], waitedPerSecond, others: {}, requests: null } })],
});
const sampled = (state: LinkState): Partial<DatabaseFacts> => ({ links: [statusOf(state)] });
const burnt = (badMs: number): LinkSignals => ({
  burn: { 3600000: [[Math.floor((T0 + HOUR) / 300_000), badMs]], 300000: [[Math.floor((T0 + HOUR) / 25_000), badMs]] },
});
const event = (kind: 'linkRemoved' | 'rolesSwapped'): Partial<DatabaseFacts> => ({
  events: [{ atMs: T0 + HOUR / 2, kind, linkKey: LINK.key, primary: LINK.primary, secondary: LINK.secondary }],
});
const writing = (sustainedPercent: number): LinkSignals => ({
  logWrite: { atMs: T0, sustainedPercent, peakPercent: 90 },
});

/** What is so at first, and what is so when it is over. */
const SPELLS: Partial<Record<ConditionName, [Judge, Judge]>> = {
  LinkPending: [link({ name: 'pending' }), link({ name: 'seeding', percent: 3 })],
  LinkAbsent: [link({ name: 'absent' }), link(CAUGHT_UP)],
  SeedingStalled: [
    link({ name: 'seeding', percent: 42 }, { seeding: { percent: 42, movedAtMs: T0 } }),
    link(CAUGHT_UP),
  ],
  CommitGapHigh: [
    link(CAUGHT_UP, secondary({ commitGapSeconds: 190 })),
    link(CAUGHT_UP, secondary({ commitGapSeconds: 0 })),
  ],
  RedoLagHigh: [link(CAUGHT_UP, secondary({ redoLagSeconds: 312 })), link(CAUGHT_UP, secondary({ redoLagSeconds: 3 }))],
  PrimaryThrottled: [database(throttled(350)), database(throttled(0))],
  SecondaryUndersized: [link(CAUGHT_UP, writing(50)), link(CAUGHT_UP, writing(20))],
  SecondaryUnreachable: [
    link(
      CAUGHT_UP,
      secondary({
        is: 'silent',
        failure: { kind: 'unreachable', message: 'Expected an answer within 10 s, saw none.' },
      }),
    ),
    link(CAUGHT_UP, secondary({})),
  ],
  PrimaryUnreachable: [
    database(sampled(failed('unreachable', 'Expected an answer within 10 s, saw none.'))),
    database(sampled(CAUGHT_UP)),
  ],
  ServerUnreachable: [server(3, 3), server(3, 0)],
  SingleSecondary: [database({}), database({ secondaries: 2, elsewhere: 2 })],
  LinkAddedOrRemoved: [database(event('linkRemoved')), database({})],
  RoleChangedElsewhere: [database(event('rolesSwapped')), database({})],
  SourcesDisagree: [link({ name: 'suspended' }), link(CAUGHT_UP)],
  RpoBudgetBurn: [link(CAUGHT_UP, burnt(90_000)), link(CAUGHT_UP)],
  SamplingBlind: [
    database(sampled(failed('noRights', 'Expected VIEW DATABASE STATE for geowarden, saw error 300. Grant it.'))),
    database(sampled(CAUGHT_UP)),
  ],
  ChannelFailing: [
    channel({ sinceMs: T0, lastError: 'Teams Workflows answered 404: there is no such workflow. Create it again.' }),
    channel(),
  ],
  MonitorLate: [late('sampling: expected a sweep every 30 s, the last ended 200 s ago.'), late()],
};

/** `first` and `resolved` of each, in the order of the list of conditions. */
export function conditionNotices(): Notice[] {
  return Object.entries(SPELLS).flatMap(([name, [begins, ends]]) => {
    const rules = only(name as ConditionName);
    const pendingMs = rules[name as ConditionName].pendingMs;
    const noted = begins(T0 + HOUR - pendingMs, {}, rules);
    const first = pendingMs === 0 ? noted : begins(T0 + HOUR, noted.alerts, rules);
    const over = ends(T0 + 2 * HOUR, first.alerts, rules);
    const told = [...noted.notices, ...(first === noted ? [] : first.notices), ...over.notices];
    const seen = told.map(({ condition, reason }) => `${condition} ${reason}`).join(', ');
    if (seen !== `${name} first, ${name} resolved`) throw new Error(`expected a spell of ${name}; saw ${seen}`);
    return told;
  });
}
