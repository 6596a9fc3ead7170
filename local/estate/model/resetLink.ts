import { flatCurve } from './curve.ts';
import type { LinkRecord } from './entities.ts';

/** A fresh start from what the secondary holds; the primary knows nothing before the first acknowledgement. */
export function resetLink(link: LinkRecord, position: number, isReseeded: boolean, nowMs: number): void {
  link.hardened = flatCurve(nowMs, position);
  link.plan = undefined;
  link.redoneBefore = 0;
  link.feedback.isOn = false;
  link.unknown = { fromMs: nowMs, untilMs: Number.POSITIVE_INFINITY };
  link.modifiedMs = nowMs;
  if (isReseeded) link.seeding = { percent: 0, sinceMs: nowMs, isMoving: false, snapshot: position };
}
