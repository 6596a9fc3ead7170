/** Inputs of the conditions: a link, a database, and what is known of each. */
import type { DatabaseInput, LinkInput } from '../../../../shared/alerting/conditions/definition.ts';
import type { DatabaseFacts } from '../../../../shared/alerting/databaseFacts.ts';
import type { AlertRule } from '../../../../shared/alerting/types.ts';
import type { LinkSignals } from '../../../../shared/replication/signalTypes.ts';
import type { FailureKind, LinkState, LinkStatus } from '../../../../shared/replication/types.ts';
import type { TopologyEvent } from '../../../../shared/topology/types.ts';
import { facts, LINK, rule, status, T0 } from '../samples.ts';

export const CAUGHT_UP: LinkState = { name: 'caughtUp', lagSeconds: 1 };

export const failed = (kind: FailureKind, message = `It said ${kind}.`): LinkState => ({
  name: 'unreachable',
  failure: { kind, message },
});

/** Every state there is, so that a test can say what each of them means for its condition. */
export const STATES: Record<LinkState['name'], LinkState> = {
  pending: { name: 'pending' },
  seeding: { name: 'seeding', percent: 40 },
  caughtUp: CAUGHT_UP,
  lagUnknown: { name: 'lagUnknown' },
  suspended: { name: 'suspended' },
  absent: { name: 'absent' },
  unreachable: failed('unreachable'),
};

export function link(
  state: LinkState,
  given: Partial<Omit<LinkInput, 'subject' | 'status'>> = {},
  of: Partial<LinkStatus> = {},
): LinkInput {
  return { subject: LINK, status: status(state, of), rule: rule({ threshold: 60 }), nowMs: T0 + 60_000, ...given };
}

/** A link whose signals were asked for at T0, all in one round. */
export function signalled(signals: LinkSignals, state: LinkState = CAUGHT_UP): LinkInput {
  return link(state, {}, { signals: { askedAtMs: T0, ...signals } });
}

type Secondary = NonNullable<LinkSignals['secondary']>;

export const answering = (given: Partial<Secondary> = {}): Secondary => ({
  atMs: T0,
  is: 'answering',
  sinceMs: T0 - 60_000,
  commitGapSeconds: null,
  redoLagSeconds: null,
  redoQueueKb: null,
  replicaRole: 2,
  ...given,
});

const PRIMARY = 'west/orders';

export function database(given: Partial<DatabaseFacts> = {}, of: Partial<AlertRule> = {}): DatabaseInput {
  return { ...facts(given), database: PRIMARY, rule: rule({ threshold: 2, ...of }), nowMs: T0 };
}

export const event = (
  kind: TopologyEvent['kind'],
  atMs: number,
  given: Partial<TopologyEvent> = {},
): TopologyEvent => ({
  atMs,
  kind,
  linkKey: LINK.key,
  primary: PRIMARY,
  secondary: 'north/orders',
  ...given,
});
