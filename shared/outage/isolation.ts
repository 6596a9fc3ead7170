import { sayDuration } from '../alerting/spokenTime.ts';
import { maxSightAgeMs } from './lifetimes.ts';
import type { SweepSight, VerdictRules } from './types.ts';

/** May a verdict be given at all? */
export type SightAnswer =
  | { is: 'seeing' }
  | { is: 'isolated'; sentence: string }
  | { is: 'undecided'; sentence: string };

/**
 * Tells an outage from our own trouble. Where a full and recent round reached nobody anywhere, we are the isolated one (rule 3), whoever is
 * to blame for it: an app that reaches nobody cannot know, and could not verify what it did. Before one full round nothing is decided.
 */
export function judgeSight(sight: SweepSight | undefined, rules: VerdictRules, nowMs: number): SightAnswer {
  if (sight === undefined || !sight.complete) {
    return undecided('every watched database was not tried yet: nothing is decided before one full round');
  }
  const ageMs = nowMs - Math.min(sight.atMs, nowMs);
  const limitMs = maxSightAgeMs(rules);
  if (!(ageMs <= limitMs)) {
    return undecided(`our own last look is ${sayDuration(ageMs)} old, more than ${sayDuration(limitMs)}`);
  }
  const tried = total(sight, 'tried');
  if (tried === 0) return undecided('our own round tried no database at all');
  if (total(sight, 'reached') > 0) return { is: 'seeing' };
  const ours = total(sight, 'ownTrouble');
  const trouble = ours === 0 ? '' : ` ${ours} of them failed by our own trouble.`;
  return {
    is: 'isolated',
    sentence: `We are the isolated one: none of ${tried} databases in ${regions(sight)} could be reached.${trouble}`,
  };
}

/**
 * Carries from one round to the next since when we see: after an isolation our own probes have nothing to say about the time before it
 * ended. Call it with every new sight and keep the result.
 */
export function carrySight(previous: SweepSight | undefined, next: SweepSight): SweepSight {
  const { seeingSinceMs: _, ...fresh } = next;
  if (previous === undefined || total(next, 'reached') === 0) return fresh;
  const sinceMs = total(previous, 'reached') === 0 ? next.atMs : previous.seeingSinceMs;
  return sinceMs === undefined ? fresh : { ...fresh, seeingSinceMs: sinceMs };
}

function undecided(because: string): SightAnswer {
  return { is: 'undecided', sentence: `Undecided: ${because}.` };
}

function total(sight: SweepSight, what: 'tried' | 'reached' | 'ownTrouble'): number {
  return sight.regions.reduce((sum, region) => sum + (Number.isFinite(region[what]) ? region[what] : 0), 0);
}

function regions(sight: SweepSight): string {
  return sight.regions
    .map(({ region }) => region)
    .sort()
    .join(', ');
}
