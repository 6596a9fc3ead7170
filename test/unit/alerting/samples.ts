/** Arranged inputs for the alerting tests. */
import type { DatabaseFacts } from '../../../shared/alerting/databaseFacts.ts';
import type { Rules } from '../../../shared/alerting/evaluate.ts';
import type { AlertRule } from '../../../shared/alerting/types.ts';
import type { LinkState, LinkStatus, Subject } from '../../../shared/replication/types.ts';
import { everyRule } from '../../kit/everyRule.ts';

export const T0 = Date.UTC(2026, 10, 22, 1, 0, 0);

export const LINK: Subject & { kind: 'link' } = {
  kind: 'link',
  key: 'north/orders~west/orders',
  primary: 'west/orders',
  secondary: 'north/orders',
};

/** What is known of a database of which there is nothing to say. */
export function facts(given: Partial<DatabaseFacts> = {}): DatabaseFacts {
  return { links: [], unprotected: false, secondaries: 1, elsewhere: 1, events: [], ...given };
}

export const DATABASE: Subject & { kind: 'database' } = { kind: 'database', key: 'west/lonely' };

export function rule(overrides: Partial<AlertRule> = {}): AlertRule {
  return { enabled: true, severity: 'error', pendingMs: 60_000, resolveMs: 30_000, ...overrides };
}

export function rules(overrides: Partial<Rules> = {}): Rules {
  return everyRule(rule({ threshold: 60, holdMs: 3_600_000, burn: { objectivePercent: 99.9, windows: [] } }), {
    LagHigh: rule({ threshold: 5, severity: 'warning' }),
    LinkSuspended: rule({ severity: 'critical' }),
    Unprotected: rule({ severity: 'info' }),
    ...overrides,
  });
}

export function status(state: LinkState, overrides: Partial<LinkStatus> = {}): LinkStatus {
  return {
    state,
    sinceMs: T0,
    longestMs: {},
    sampledAtMs: T0,
    lastReplicationMs: null,
    lastCommitMs: null,
    ...overrides,
  };
}

export const unreachable: LinkState = { name: 'unreachable', failure: { kind: 'unreachable', message: 'no answer' } };
