/**
 * A position in the log over time, as straight pieces: what lets a read at any moment cost microseconds and need no timer.
 * Values never fall along a curve. Before its first piece a curve stays at that piece's position.
 */
export interface Piece {
  startMs: number;
  position: number;
  perMs: number;
}

export type Curve = Piece[];

/**
 * Commits are whole. A double holds a moment of this century to a fifth of a microsecond only, in which a busy database makes
 * a ten-thousandth of a commit: that much is noise, not a commit.
 */
const NOISE = 1e-4;

export function flatCurve(startMs: number, position: number): Curve {
  return [{ startMs, position, perMs: 0 }];
}

function indexAt(curve: Curve, atMs: number): number {
  // Reads are nearly always near the end, so walking back beats a binary search.
  for (let index = curve.length - 1; index > 0; index -= 1) {
    const piece = curve[index];
    if (piece !== undefined && piece.startMs <= atMs) return index;
  }
  return 0;
}

function first(curve: Curve): Piece {
  const piece = curve[0];
  if (piece === undefined) throw new Error('expected a curve with at least one piece, saw an empty one');
  return piece;
}

/** The exact, fractional position at a moment. */
export function valueAt(curve: Curve, atMs: number): number {
  const piece = curve[indexAt(curve, atMs)] ?? first(curve);
  return atMs <= piece.startMs ? piece.position : piece.position + (atMs - piece.startMs) * piece.perMs;
}

/** Whole commits at a moment. */
export function positionAt(curve: Curve, atMs: number): number {
  return Math.floor(valueAt(curve, atMs) + NOISE);
}

/** The first moment at which the curve holds commit `position`; undefined when, as things stand, it never will. */
export function timeOf(curve: Curve, position: number): number | undefined {
  for (let index = curve.length - 1; index >= 0; index -= 1) {
    const piece = curve[index];
    if (piece === undefined || piece.position + NOISE >= position) continue;
    const reachedMs =
      piece.perMs > 0 ? piece.startMs + (position - piece.position) / piece.perMs : Number.POSITIVE_INFINITY;
    const next = curve[index + 1];
    const cappedMs = next === undefined ? reachedMs : Math.min(reachedMs, next.startMs);
    return Number.isFinite(cappedMs) ? cappedMs : undefined;
  }
  return first(curve).startMs;
}

/** Forgets everything from `fromMs` on; the first piece always stays. */
export function truncate(curve: Curve, fromMs: number): void {
  while (curve.length > 1) {
    const last = curve[curve.length - 1];
    if (last === undefined || last.startMs < fromMs) return;
    curve.pop();
  }
}

/** Adds a piece, or replaces the last one when it starts at the same moment or earlier. */
export function append(curve: Curve, piece: Piece): void {
  while (curve.length > 0) {
    const last = curve[curve.length - 1];
    if (last === undefined || last.startMs < piece.startMs) break;
    curve.pop();
  }
  curve.push(piece);
}

/** A log that shares its past with `log` up to commit `position`, and has nothing after it. */
export function forkAt(log: Curve, position: number, nowMs: number): Curve {
  const heldSinceMs = Math.min(timeOf(log, position) ?? nowMs, nowMs);
  const kept = log.filter((piece) => piece.startMs < heldSinceMs).map((piece) => ({ ...piece }));
  kept.push({ startMs: heldSinceMs, position, perMs: 0 });
  return kept;
}
