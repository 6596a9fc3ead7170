import type { OperationStep } from '../types.ts';

/**
 * What forcing now would lose at most, in milliseconds; null when nothing bounds it. From the later of what the plan knew to be hardened and
 * what the candidate says it has committed, to now; `clockSkewMs` is added, because the two ends are told by two clocks. A moment that lies
 * further ahead than that proves nothing, as in shared/failover/lossBound.ts.
 */
export function lossBoundMs(
  step: Pick<OperationStep, 'choice' | 'capturedLastCommitMs'>,
  nowMs: number,
  clockSkewMs: number,
): number | null {
  const believedUntilMs = nowMs + clockSkewMs;
  const known = [step.choice.loss.hardenedThroughMs, step.capturedLastCommitMs ?? null].filter(
    (each) => each !== null && Number.isFinite(each) && each <= believedUntilMs,
  ) as number[];
  return known.length === 0 ? null : believedUntilMs - Math.max(...known);
}
