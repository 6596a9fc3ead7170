/** A story that went wrong, made smaller: by fast-check's own shrinking of its plan, for so long as it breaks the same rule. */
import fc from 'fast-check';
import type { Options } from './options.ts';
import { playStory } from './playStory.ts';
import { type StoryPlan, storyPlan } from './storyPlan.ts';

const MOST_RUNS = 250;

export interface Shrunk {
  plan: StoryPlan;
  /** How many plans were tried. */
  runs: number;
}

/**
 * @param rule the rule that the story of this seed breaks
 * @returns the smallest plan that was found to break the same rule; that of the seed where nothing smaller does
 */
export async function shrinkStory(seed: number, rule: string, options: Options = {}): Promise<Shrunk> {
  let runs = 0;
  const keepsTheRule = async (plan: StoryPlan): Promise<boolean> => {
    runs += 1;
    if (runs > MOST_RUNS) return true;
    const { violation } = await playStory(plan, options);
    return violation?.rule !== rule;
  };
  const found = await fc.check(fc.asyncProperty(storyPlan, keepsTheRule), { seed, numRuns: 1 });
  const plan = found.counterexample?.[0];
  if (plan === undefined) throw new Error(`expected the story of seed ${seed} to break ${rule}, as it did before`);
  return { plan, runs };
}
