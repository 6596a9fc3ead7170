/** A region is lost, and five groups with it. With nothing else in the way their calls follow each other: no group waits for another's poll. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RULES } from './operationRules.ts';
import { playStory } from './playStory.ts';
import { REGION } from './premises.ts';
import type { Story } from './story.ts';
import { planOf, type StoryPlan } from './storyPlan.ts';

const SEEDS = 15;
const GROUPS = 5;
const CALM: Partial<StoryPlan> = {
  ...REGION,
  noise: 0,
  databases: 1,
  dailyBudget: 9,
  franceCentral: null,
  secondOutage: null,
  quietFromMs: null,
  pauses: [],
  person: [],
  operator: [],
  calls: [],
  faults: [],
};
const STRAIGHT = ['fenced', 'begin', 'stillValid', 'captured', 'intentWritten'];

async function play(seed: number, premise: Partial<StoryPlan>): Promise<Story> {
  const { story, violation } = await playStory({ ...planOf(seed), ...CALM, ...premise });
  assert.equal(violation, undefined, `seed ${seed}`);
  return story;
}

/** From the moment at which each operation was begun to its call. */
function reactionsOf({ sends, starts }: Story): Array<{ group: string; tookMs: number }> {
  return sends.flatMap(({ operation, atMs }) => {
    const begun = starts.find((start) => start.operation.id === operation?.id);
    return begun === undefined ? [] : [{ group: begun.operation.group, tookMs: atMs - begun.atMs }];
  });
}

test(`one process drives ${GROUPS} groups: each that is begun goes straight to its call, within the time of a poll`, async () => {
  let all = 0;
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const story = await play(seed, { deployments: 'one' });
    const begun = story.starts.length;
    assert.deepEqual([story.changes.length, story.sends.length], [begun, begun], `seed ${seed}`);
    if (begun === GROUPS) all += 1;
    for (const operation of story.tables.flatMap(({ operations }) => operations)) {
      const events = operation.journal.slice(0, STRAIGHT.length).map(({ event }) => event);
      assert.deepEqual(events, STRAIGHT, `seed ${seed} ${operation.group}`);
    }
    for (const { group, tookMs } of reactionsOf(story))
      assert.ok(tookMs < RULES.pollMs, `seed ${seed}: ${group} took ${tookMs} ms`);
  }
  // Whoever looks in the middle of a sweep sees some of the groups as down, and the storm may be over when it looks again.
  assert.ok(all > SEEDS / 2, `only in ${all} of ${SEEDS} stories all ${GROUPS} groups were moved`);
});

test('two instances of one deployment, both of which drive everything: as many move, few of them after a poll', async () => {
  const took: number[] = [];
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const story = await play(seed, { deployments: 'sharedTables' });
    assert.deepEqual([story.changes.length, story.sends.length], [story.starts.length, story.starts.length]);
    took.push(...reactionsOf(story).map(({ tookMs }) => tookMs));
  }
  took.sort((one, other) => one - other);
  const ninth = took[Math.floor(took.length * 0.9)] ?? Number.NaN;
  console.log(`two instances: ${took.length} calls, nine of ten within ${ninth} ms, all within ${took.at(-1)} ms`);
  assert.ok(ninth < RULES.pollMs, `one of ten takes more than ${ninth} ms`);
});

test('two deployments that share only the fence: no database moves twice, and the one that waits finds it moved', async () => {
  let moved = 0;
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const story = await play(seed, { deployments: 'ownTables' });
    assert.equal(new Set(story.sends.map(({ database }) => database)).size, story.sends.length, `seed ${seed}`);
    moved += story.changes.length;
  }
  assert.ok(moved > (SEEDS * GROUPS) / 2, `only ${moved} were moved`);
});
