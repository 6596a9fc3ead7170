import type { HeartbeatPing } from '../estate/types.ts';
import type { HeartbeatPattern } from './expectationSchema.ts';
import type { Verdict } from './verdict.ts';

/** Whether the check elsewhere has heard such signs of life. */
export function judgeHeartbeat(
  { signal, says, atLeast = 1 }: HeartbeatPattern,
  pings: readonly HeartbeatPing[],
): Verdict {
  const heard = pings.filter(({ status }) => status === 200);
  const found = heard.filter((ping) => ping.signal === signal && (says === undefined || ping.body.includes(says)));
  return { holds: found.length >= atLeast, seen: heard.map((ping) => ping.signal).join(', ') || 'no sign of life' };
}
