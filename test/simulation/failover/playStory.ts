import { judge } from './judge/judge.ts';
import { Violation } from './judge/violation.ts';
import type { Options } from './options.ts';
import { simulateFailover } from './simulateFailover.ts';
import type { Story } from './story.ts';
import type { StoryPlan } from './storyPlan.ts';

export interface PlayedStory {
  story: Story;
  /** The first rule that is broken; `everythingEnds` where something never did. */
  violation: Violation | undefined;
}

export const STUCK = 'everythingEnds';

/** Plays a story and judges it: first that nothing happened that must not, then that everything ended. */
export async function playStory(plan: StoryPlan, options: Options = {}): Promise<PlayedStory> {
  const story = await simulateFailover(plan, options);
  return { story, violation: violationOf(story) };
}

function violationOf(story: Story): Violation | undefined {
  try {
    judge(story);
  } catch (error) {
    if (error instanceof Violation) return error;
    throw error;
  }
  return story.stuck.length === 0 ? undefined : new Violation(STUCK, story.stuck.join('; '));
}
