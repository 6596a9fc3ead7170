import { sayAtMost, sayDuration } from '../../alerting/spokenTime.ts';
import type { Notice } from '../../alerting/types.ts';
import type { Wording } from '../types.ts';

function meaning({ reason, outage, durationMs }: Notice): string {
  if (reason !== 'resolved')
    return `${lost(outage?.lossBoundMs)} The old primaries are not waited for: until they are back as geo-secondaries, another outage may find nothing to fail over to.`;
  return `The failover is over, and Geowarden watches it no longer after ${sayDuration(durationMs)}.`;
}

/** The bound that was stated when the calls were made: an upper bound, not a count. */
function lost(boundMs: number | null | undefined): string {
  if (boundMs === undefined) return 'What may have been lost is in the journal of the operation.';
  if (boundMs === null) return 'What was lost could not be bounded: ask the applications what is missing.';
  if (boundMs === 0) return 'Nothing was lost: every database was moved by a planned failover.';
  return `At most ${sayAtMost(boundMs)} of committed work was lost, as stated before it was forced.`;
}

function steps({ reason }: Notice): string[] {
  if (reason === 'resolved') {
    return [
      'Check that every database of the group has a geo-secondary again. Move back, if at all, by a planned failover.',
    ];
  }
  return [
    'Point what connects by the name of a server to the new primary. The listener of a failover group follows by itself.',
    'Check the applications: logins, firewall rules, and jobs that are bound to a region.',
    'Keep the old primary as it is: when it is back, Azure makes it a geo-secondary, and what only it had is gone then; only Azure support may get it back.',
  ];
}

export const failoverDone: Wording = {
  condition: 'FailoverDone',
  title: {
    first: 'Failover is done',
    resolved: 'Failover is over',
    closed: 'Message about a failover is closed',
  },
  meaning,
  steps,
  willDo: 'Geowarden watches until every old primary is back as a geo-secondary, and tells it then.',
};
