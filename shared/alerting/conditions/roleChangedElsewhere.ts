import type { TopologyEvent } from '../../topology/types.ts';
import { sayMoment } from '../spokenTime.ts';
import type { Finding } from '../types.ts';
import type { DatabaseCondition, DatabaseInput } from './definition.ts';
import { recentEvents, sayEvents, sayNobody } from './recentEvents.ts';

/**
 * The roles of a pair were swapped, and no operation of Geowarden did it: a person, a script, a failover group, or Azure. Failovers by
 * T-SQL leave no event and no activity log, so roles are compared at every discovery.
 */
export const roleChangedElsewhere: DatabaseCondition = {
  name: 'RoleChangedElsewhere',
  subject: 'database',
  holdsWhen: 'The database became the primary, and Geowarden did not do it. It is news for `hold`.',
  defaults: { severity: 'warning', for: '0s', resolve: '0s', hold: '1h' },
  find,
};

function find({ database, events, rule, nowMs }: DatabaseInput): Finding {
  const swaps = events.filter(({ kind, operationId }) => kind === 'rolesSwapped' && operationId === undefined);
  const recent = recentEvents(swaps, rule, nowMs, 'RoleChangedElsewhere');
  const oldest = recent.at(-1);
  if (oldest === undefined) return { is: 'false', sentence: `The role of ${database} has not changed for a while.` };
  return { is: 'true', sinceMs: oldest.atMs, sentence: sayEvents(recent, sayEvent) };
}

function sayEvent({ primary, secondary, atMs, by }: TopologyEvent): string {
  const who = by === undefined || by === null ? 'somebody else' : by;
  return `${primary} is the primary now, and ${secondary} its geo-secondary: ${who} failed them over, before ${sayMoment(atMs)}.${sayNobody(by)}`;
}
