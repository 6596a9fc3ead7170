import type { Story } from './story.ts';
import type { StoryPlan } from './storyPlan.ts';

/** Before anything has happened. */
export function emptyStory(plan: StoryPlan, telling: string[], changes: Story['changes'], tokens: number[]): Story {
  return {
    plan,
    sends: [],
    starts: [],
    changes,
    statements: [],
    looks: [],
    approvals: [],
    allowances: [],
    tokens,
    tables: [],
    heard: [],
    falselyVerified: [],
    crashes: 0,
    endedAtMs: 0,
    stuck: [],
    telling,
  };
}
