import { sayAtMost, sayDuration } from '../../alerting/spokenTime.ts';
import type { Notice } from '../../alerting/types.ts';

/** What forcing now would cost, by the bound that was stated; never a number that nothing bounds. */
export function lossMeaning({ outage }: Notice): string {
  const { lossBoundMs, lossCeilingMs } = outage ?? {};
  if (lossBoundMs === undefined) return 'How much a forced failover would lose has not been judged.';
  if (lossBoundMs === null) {
    return 'Nothing bounds what a forced failover would lose now: nobody can say how much, and it may be everything since the link last ran.';
  }
  if (lossBoundMs === 0) return 'By the plan nothing would be lost: no database has to be forced.';
  const covers =
    lossCeilingMs == null
      ? ''
      : ` It grows while the primary is away; an approval of this plan covers up to ${sayDuration(lossCeilingMs)}.`;
  return `A forced failover now would lose at most ${sayAtMost(lossBoundMs)} of committed work.${covers}`;
}
