import type { TopologyEvent } from '../../topology/types.ts';
import { sayMoment } from '../spokenTime.ts';
import type { Finding } from '../types.ts';
import type { DatabaseCondition, DatabaseInput } from './definition.ts';
import { recentEvents, sayEvents, sayNobody } from './recentEvents.ts';

/** Discovery found a link that was not there before, or no longer found one. News for the hold time; then it is over by itself. */
export const linkAddedOrRemoved: DatabaseCondition = {
  name: 'LinkAddedOrRemoved',
  subject: 'database',
  holdsWhen: 'A replication link of the database was made or removed since the last discovery. It is news for `hold`.',
  defaults: { severity: 'warning', for: '0s', resolve: '0s', hold: '1h' },
  find,
};

function find({ database, events, rule, nowMs }: DatabaseInput): Finding {
  const changed = events.filter(({ kind }) => kind === 'linkAdded' || kind === 'linkRemoved');
  const recent = recentEvents(changed, rule, nowMs, 'LinkAddedOrRemoved');
  const oldest = recent.at(-1);
  if (oldest === undefined) {
    return { is: 'false', sentence: `The replication links of ${database} have not changed for a while.` };
  }
  return { is: 'true', sinceMs: oldest.atMs, sentence: sayEvents(recent, sayEvent) };
}

function sayEvent({ kind, primary, secondary, atMs, by }: TopologyEvent): string {
  const who = by === undefined || by === null ? '' : `, by ${by}`;
  const link = `from ${primary} to ${secondary}`;
  return kind === 'linkAdded'
    ? `A replication link ${link} is there since ${sayMoment(atMs)} at the latest${who}.${sayNobody(by)}`
    : `The replication link ${link} is gone since ${sayMoment(atMs)} at the latest${who}.${sayNobody(by)}`;
}
