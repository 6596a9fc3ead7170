import { sayDuration } from '../alerting/spokenTime.ts';
import type { RecoveryGroup } from '../failover/types.ts';
import { shortName } from './plainText.ts';

/** What a recovery group's policy says about an outage. */
export type Policy = Pick<RecoveryGroup, 'name' | 'mode' | 'confirmForMs' | 'maxLossMs'>;

/** What Geowarden will do with a database, by the policy of its recovery group; without one it is in none. One sentence or two, one line. */
export function willDo(group: Policy | undefined): string {
  if (group === undefined) {
    return 'Geowarden only tells: what this is about is in no recovery group, so in an outage a person has to move it.';
  }
  const name = shortName(group.name, 60);
  switch (group.mode) {
    case 'automatic':
      return `Nothing is moved because of this alert. In an outage Geowarden would fail over the recovery group ${name} by itself after ${sayDuration(group.confirmForMs)} of agreed evidence, and ask a person if ${lossOver(group.maxLossMs)} could be lost.`;
    case 'approve':
      return `Nothing is moved because of this alert. In an outage Geowarden would ask a person before it fails over the recovery group ${name}, after ${sayDuration(group.confirmForMs)} of agreed evidence.`;
    default:
      return `Geowarden only tells: the recovery group ${name} is in the mode notify, so in an outage a person has to move it.`;
  }
}

function lossOver(maxLossMs: number): string {
  return maxLossMs > 0 ? `more than ${sayDuration(maxLossMs)}` : 'anything';
}
