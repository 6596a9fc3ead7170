import type { OperationStep } from '../types.ts';

/**
 * What forcing now would lose at most, in milliseconds; null when nothing bounds it. From the later of what the plan knew to be hardened and
 * what the candidate says it has committed; `clockSkewMs` is added, because the two ends are told by two clocks; it ends earlier only where
 * writes are shown to have stopped (rule 5).
 */
export function lossBoundMs(
  step: Pick<OperationStep, 'choice' | 'capturedLastCommitMs' | 'revalidated'>,
  nowMs: number,
  clockSkewMs: number,
): number | null {
  const known = [step.choice.loss.hardenedThroughMs, step.capturedLastCommitMs ?? null].filter(
    (each) => each !== null && Number.isFinite(each),
  ) as number[];
  if (known.length === 0) return null;
  const untilMs = Math.min(nowMs, step.revalidated?.writesStoppedMs ?? nowMs);
  return Math.max(0, untilMs + clockSkewMs - Math.max(...known));
}
