import type { Curve, Piece } from './curve.ts';

/**
 * What has left the primary over time: it starts at `sentAt`, follows the arrivals when the link is fast enough,
 * keeps to `perMs` while there is a backlog, and meets the arrivals again when the backlog is gone.
 * Only the arrivals from `fromMs` on matter.
 */
export function ship(arrivals: Curve, fromMs: number, sentAt: number, perMs: number): Piece[] {
  const sent: Piece[] = [];
  let position = sentAt;
  for (const stretch of stretchesFrom(arrivals, fromMs)) {
    const pieces = shipStretch(stretch, position, perMs);
    sent.push(...pieces);
    const last = pieces[pieces.length - 1];
    if (last !== undefined) position = last.position + (stretch.endMs - last.startMs) * last.perMs;
  }
  return sent;
}

interface Stretch extends Piece {
  endMs: number;
}

function stretchesFrom(arrivals: Curve, fromMs: number): Stretch[] {
  const head = arrivals[0];
  // Before a curve begins it is flat.
  const pieces: Piece[] =
    head !== undefined && fromMs < head.startMs
      ? [{ startMs: fromMs, position: head.position, perMs: 0 }, ...arrivals]
      : arrivals;
  const stretches: Stretch[] = [];
  for (const [index, piece] of pieces.entries()) {
    const endMs = pieces[index + 1]?.startMs ?? Number.POSITIVE_INFINITY;
    if (endMs <= fromMs) continue;
    const startMs = Math.max(fromMs, piece.startMs);
    const position = piece.position + (startMs - piece.startMs) * piece.perMs;
    stretches.push({ startMs, endMs, position, perMs: piece.perMs });
  }
  return stretches;
}

/** A backlog below this is the noise of floating point (see curve.ts): the link is level. */
const LEVEL = 1e-3;

function shipStretch(stretch: Stretch, position: number, perMs: number): Piece[] {
  const { startMs, endMs } = stretch;
  const backlog = stretch.position - position;
  const isLevel = backlog <= LEVEL && stretch.perMs <= perMs;
  if (isLevel || perMs === Number.POSITIVE_INFINITY) {
    // Exactly the arrivals, or a rounding error would stay as a commit that never arrives.
    return [{ startMs, position: Math.max(position, stretch.position), perMs: stretch.perMs }];
  }
  const draining: Piece = { startMs, position, perMs };
  if (stretch.perMs >= perMs) return [draining];
  const drainedMs = startMs + backlog / (perMs - stretch.perMs);
  if (drainedMs >= endMs) return [draining];
  const level = stretch.position + (drainedMs - startMs) * stretch.perMs;
  return [draining, { startMs: drainedMs, position: level, perMs: stretch.perMs }];
}
