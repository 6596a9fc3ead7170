import type { Incident } from '../outage/types.ts';
import { gist } from './auditRecords.ts';

/** While nothing but time has passed, what people see of an incident may be so old. */
const SHOWN_AGE_MS = 10_000;

/** An incident is looked at every few seconds, and stored when it tells something new or what is shown of it has aged. */
export function isWorthSaving(before: Incident | undefined, after: Incident): boolean {
  if (before === undefined || gist(before) !== gist(after)) return true;
  return !bearsTheSameMarks(before, after) || shownAtMs(after) - shownAtMs(before) >= SHOWN_AGE_MS;
}

function bearsTheSameMarks(one: Incident, other: Incident): boolean {
  return (
    one.toldAtMs === other.toldAtMs &&
    one.closedAtMs === other.closedAtMs &&
    one.clearSinceMs === other.clearSinceMs &&
    one.waitingNotice?.id === other.waitingNotice?.id &&
    one.waitingNotice?.sinceMs === other.waitingNotice?.sinceMs &&
    one.confirmedAtMs === other.confirmedAtMs
  );
}

function shownAtMs({ explanation, openedAtMs }: Incident): number {
  return explanation?.atMs ?? openedAtMs;
}
