/**
 * Hundreds of stories of alerts, silences, outages, restarts and channels that fail, on the product's own dispatcher and deliverer.
 * GEOWARDEN_FC_SEED replays all of them, or tries others; a story that fails is shown with its commands, shrunk.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { stories } from './commands.ts';
import { EXAMPLES } from './examples.ts';
import { judgeDecisions } from './judgeDecisions.ts';
import { judgeDeliveries } from './judgeDeliveries.ts';
import { playAlerts, type Story } from './playAlerts.ts';

/**
 * Of one seed: three hundred proved less than they seemed to. Of twenty other seeds nine found something within so many, one story in five
 * hundred. GEOWARDEN_FC_SEED=random goes on looking.
 */
const RUNS = 750;

function judge(story: Story): void {
  judgeDecisions(story);
  judgeDeliveries(story);
}

test('whatever happens, what was told is resolved or still firing, nothing is told twice, nothing is lost', async () => {
  const seen = new Map<string, number>();
  const count = (what: string, times = 1) => seen.set(what, (seen.get(what) ?? 0) + times);
  const property = fc.asyncProperty(stories, async ({ commands, seed, stormy }) => {
    const story = await playAlerts(commands, seed, stormy);
    judge(story);
    for (const { notice } of story.decided) {
      count(notice.reason);
      if (notice.group?.folded !== undefined) count('folded');
    }
    for (const { status, insteadOf } of story.rows) {
      if (status === 'failed') count('failed');
      if (insteadOf !== undefined) count('handed over');
    }
  });
  await fc.assert(property, { numRuns: RUNS });
  console.log(`${RUNS} stories: ${JSON.stringify(Object.fromEntries(seen))}`);
  // The stories have to be eventful, or they prove nothing; with any seed.
  const least = {
    first: 800,
    worse: 30,
    more: 40,
    still: 100,
    someResolved: 30,
    resolved: 800,
    flapping: 4,
    acknowledged: 4,
  };
  for (const [what, times] of Object.entries({ ...least, folded: 60, failed: 100, 'handed over': 60 }))
    assert.ok((seen.get(what) ?? 0) >= times, `only ${seen.get(what) ?? 0} times ${what}`);
});

for (const [name, { commands, seed, stormy }] of Object.entries(EXAMPLES))
  test(name, async () => {
    const story = await playAlerts(commands, seed, stormy);
    assert.ok(story.rows.length > 0, 'a story of which nothing is told proves nothing');
    judge(story);
  });

test('the same commands and the same seed play the same story', async () => {
  const [{ commands, seed } = { commands: [], seed: 1 }] = fc.sample(stories, { numRuns: 1, seed: 3 });
  const [one, other] = [await playAlerts(commands, seed, true), await playAlerts(commands, seed, true)];
  assert.ok(one.decided.length > 0);
  assert.deepEqual(one.decided, other.decided);
  assert.deepEqual(one.rows, other.rows);
});
