import type { ScorePattern } from './expectationSchema.ts';
import type { Score } from './scorecard.ts';
import type { Verdict } from './verdict.ts';

/** What did not happen has no time, and is within no limit. */
export function judgeScore(pattern: ScorePattern, score: Score | undefined): Verdict {
  if (score === undefined) return { holds: false, seen: 'there is no score yet' };
  const { lossBoundHolds, ...limits } = pattern;
  const broken = Object.entries(limits).flatMap(([name, limit]) => {
    if (limit === undefined) return [];
    const value = score[name as keyof typeof limits];
    return value !== null && value <= limit.atMost ? [] : [`${name} ${value ?? 'unknown'}`];
  });
  if (lossBoundHolds !== undefined && score.lossBoundHolds !== lossBoundHolds) {
    broken.push(
      `lossBoundHolds ${score.lossBoundHolds ?? 'unknown'} (stated ${score.statedLossSeconds}, real ${score.lossSeconds})`,
    );
  }
  return { holds: broken.length === 0, seen: broken.join(', ') || 'as expected' };
}
