import type { Notice } from '../../alerting/types.ts';
import type { Wording } from '../types.ts';

function meaning({ reason }: Notice): string {
  if (reason !== 'resolved') {
    return 'The primary is in another place now. If it was forced, what the new primary had not received is lost, and the old primary is seeded anew when it is back.';
  }
  return 'The roles stay as they are: this message only ends the news of it.';
}

function steps({ reason }: Notice): string[] {
  if (reason === 'resolved') return ['Nothing has to be done.'];
  return [
    'Ask who did it: a colleague, a script, the failover group, or Azure. The activity log names them, but for a failover by T-SQL.',
    'Point what connects by the name of a server to the new primary. The listener of a failover group follows by itself.',
    'Check the compute size, logins and firewall of the new primary, and that its geo-secondaries replicate again.',
  ];
}

export const roleChangedElsewhere: Wording = {
  condition: 'RoleChangedElsewhere',
  title: {
    first: 'Database failed over, and not by Geowarden',
    resolved: 'Failover by somebody else is no news any more',
    closed: 'Alert on failover by somebody else is closed',
  },
  meaning,
  steps,
  withoutObjective: true,
};
