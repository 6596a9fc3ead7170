/** Few stories, in each of which something is likely to be moved: a short look that names the rule which is broken. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { RULES } from './judge/judge.ts';
import { FALSE_ALARM, LAG_NULL, PAUSED, REGION, RESCUE, SHARED, TWO_OUTAGES } from './premises.ts';
import { simulateFailover } from './simulateFailover.ts';
import type { Story } from './story.ts';
import { planOf, type StoryPlan } from './storyPlan.ts';

const SEEDS = 30;
const SAME_REGION: Partial<StoryPlan> = {
  ...RESCUE,
  northEurope: { before: 'suspended', shippingMs: 500, sameTier: true },
  franceCentral: null,
  sameRegion: true,
  outage: { kind: 'oneDatabase', fromMs: 8_000, forMs: 85_000 },
};
const ASKED: Partial<StoryPlan> = { ...RESCUE, mode: 'approve', maxLossMs: 20_000, noise: 1 };
const PREMISES = [RESCUE, SHARED, LAG_NULL, PAUSED, FALSE_ALARM, TWO_OUTAGES, SAME_REGION, ASKED, REGION];

const stories: Story[] = [];
for (const premise of PREMISES) {
  for (let seed = 1; seed <= SEEDS; seed += 1) stories.push(await simulateFailover({ ...planOf(seed), ...premise }));
}
after(() => {
  stories.length = 0;
});

for (const [name, rule] of Object.entries(RULES)) {
  test(`in ${PREMISES.length * SEEDS} stories: ${name}`, () => {
    for (const story of stories) assert.equal(rule(story), undefined);
  });
}

test(`in ${PREMISES.length * SEEDS} stories: everything ends`, () => {
  for (const { stuck } of stories) assert.deepEqual(stuck, []);
});

test(`in ${PREMISES.length * SEEDS} stories: databases are moved, and by a person's word too`, () => {
  const moved = stories.filter(({ changes }) => changes.length > 0);
  assert.ok(moved.length > SEEDS, `only ${moved.length} stories moved anything`);
  const approved = moved.filter(({ sends }) => sends.some(({ operation }) => operation?.authority.kind === 'approval'));
  assert.ok(approved.length > 0, 'nobody approved anything');
});
