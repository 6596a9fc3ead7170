import { hashOf } from './hashOf.ts';
import type { LinkStatus, SubjectRecord } from './types.ts';

/** What was kept beside a row is lost at worst; then the row speaks, and it is older than this by one sample at most. */
export const ROW_EVERY_MS = 300_000;

/**
 * Nothing happened: the same link in the same spell with the same alerts. What differs is what every sample brings (numbers and moments),
 * and whoever loses it goes on from an older sample as if the last ones had not been taken.
 */
export function isOnlyFigures(before: SubjectRecord | undefined, after: SubjectRecord): boolean {
  const known = before?.link;
  const { link } = after;
  return (
    known !== undefined &&
    link !== undefined &&
    isSameSpell(known, link) &&
    isSame(before?.subject, after.subject) &&
    isSame(before?.alerts, after.alerts)
  );
}

function isSameSpell(before: LinkStatus, after: LinkStatus): boolean {
  return (
    before.state.name === after.state.name &&
    before.sinceMs === after.sinceMs &&
    isSame(before.interrupted, after.interrupted) &&
    failureOf(before) === failureOf(after)
  );
}

/** What only looks different is written once too often. */
const isSame = (one: unknown, other: unknown) => one === other || JSON.stringify(one) === JSON.stringify(other);

const failureOf = ({ state }: LinkStatus) => (state.name === 'unreachable' ? state.failure.kind : undefined);

/**
 * Every five minutes the rows of a shard are written whatever happened, those of another shard at another moment. By the moments of two
 * samples, so that nobody has to remember when it was done.
 */
export function isRowDue(shard: string, lastMs: number, nowMs: number): boolean {
  const shiftMs = hashOf(shard) % ROW_EVERY_MS;
  const turnOf = (ms: number) => Math.floor((ms + shiftMs) / ROW_EVERY_MS);
  return turnOf(lastMs) !== turnOf(nowMs);
}
