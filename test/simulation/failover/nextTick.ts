import { SWEEP_EVERY_MS } from './sampling.ts';

/** So long after the last trouble everybody has said how it is now: who looks before that only hears what was. */
const SETTLED_MS = 30_000;
const CALM_TICK_MS = 40_000;
const LATE_FROM_MS = 300_000;
const LATE_TICK_MS = 90_000;

/** When a deployment sweeps again: ever more rarely when nothing goes on any more. */
export function nextTickMs(nowMs: number, quietFromMs: number): number {
  const calmMs = nowMs - quietFromMs;
  if (calmMs >= 0) return nowMs + (calmMs < LATE_FROM_MS ? CALM_TICK_MS : LATE_TICK_MS);
  const nextMs = nowMs + SWEEP_EVERY_MS;
  return nextMs < quietFromMs ? nextMs : nextMs + SETTLED_MS;
}
