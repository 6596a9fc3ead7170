/** What a story is like besides its seed, where one thing is to be seen in few stories. */
import type { StoryPlan } from './storyPlan.ts';

/** A story in which a failover is likely: what is broken shows within few seeds. */
export const RESCUE: Partial<StoryPlan> = {
  mode: 'automatic',
  minKinds: 2,
  maxLossMs: 900_000,
  witness: 'outside',
  outage: { kind: 'down', fromMs: 8_000, forMs: 85_000 },
  northEurope: { before: 'caughtUp', shippingMs: 500, sameTier: true },
  cuts: [],
  words: [],
};
export const PAUSED: Partial<StoryPlan> = { ...RESCUE, pauses: [{ fromMs: 25_000, forMs: 60_000 }] };
export const SHARED: Partial<StoryPlan> = { ...RESCUE, deployments: 'sharedTables', noise: 2 };
export const LAG_NULL: Partial<StoryPlan> = {
  ...RESCUE,
  northEurope: { before: 'lagNull', shippingMs: 500, sameTier: true },
  franceCentral: null,
};
/** Only our own way is broken; Azure is wrong, and the witness sees it alive. */
export const FALSE_ALARM: Partial<StoryPlan> = {
  ...RESCUE,
  outage: { kind: 'none', fromMs: 8_000, forMs: 10_000 },
  cuts: [
    { from: 'a', to: 'we', fromMs: 5_000, forMs: 85_000 },
    { from: 'b', to: 'we', fromMs: 5_000, forMs: 85_000 },
  ],
  words: [{ about: 'database', fromMs: 6_000, forMs: 85_000, claimsEarlierMs: 0 }],
};
/** It sees again just before it decides, and has not looked around yet. */
export const ISOLATED: Partial<StoryPlan> = {
  ...RESCUE,
  cuts: [
    { from: 'a', to: 'everything', fromMs: 4_000, forMs: 34_000 },
    { from: 'b', to: 'everything', fromMs: 4_000, forMs: 34_000 },
  ],
  faults: [],
};
export const TWO_OUTAGES: Partial<StoryPlan> = {
  ...RESCUE,
  cooldownMs: 600_000,
  secondOutage: { fromMs: 50_000, forMs: 45_000 },
  outage: { kind: 'down', fromMs: 5_000, forMs: 43_000 },
  dailyBudget: 5,
};
/** The whole region is lost, and with it five groups: all of them are to move, whatever goes wrong. */
export const REGION: Partial<StoryPlan> = {
  ...RESCUE,
  otherGroups: 4,
  outage: { kind: 'down', fromMs: 8_000, forMs: 85_000 },
};
