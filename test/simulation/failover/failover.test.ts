/**
 * Thousands of stories of outages under faults. A failing seed prints itself; replay it, told line by line, with
 * npm run simulate -- --seed <seed>
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OperationPorts } from '../../../shared/operations/ports.ts';
import { type PlayedStory, playStory } from './playStory.ts';
import { shrinkStory } from './shrinkStory.ts';
import { simulateFailover } from './simulateFailover.ts';
import { planOf } from './storyPlan.ts';

const SEEDS = 2_000;

async function play(seed: number): Promise<PlayedStory> {
  const played = await playStory(planOf(seed));
  const { violation } = played;
  if (violation !== undefined)
    throw new Error(`seed ${seed}: ${violation.message}\nReplay with npm run simulate -- --seed ${seed}`, {
      cause: violation,
    });
  return played;
}

test(`whatever goes wrong in ${SEEDS} stories, nothing is forced that must not be, and everything ends`, async () => {
  const seen = { crashes: 0, starts: 0, sends: 0, forced: 0, planned: 0, approved: 0, heard: 0, twice: 0 };
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const { story } = await play(seed);
    seen.crashes += story.crashes;
    seen.starts += story.starts.length;
    seen.sends += story.sends.length;
    seen.forced += story.changes.filter(({ mode }) => mode === 'forced').length;
    seen.planned += story.changes.filter(({ mode }) => mode === 'planned').length;
    seen.approved += story.sends.filter(({ operation }) => operation?.authority.kind === 'approval').length;
    seen.heard += story.heard.length;
    seen.twice += story.heard.length - new Set(story.heard.map(({ entryId }) => entryId)).size;
  }
  console.log(`${SEEDS} seeds: ${JSON.stringify(seen)}`);
  // The stories have to be eventful, or they prove nothing.
  assert.ok(seen.crashes > SEEDS / 3, `only ${seen.crashes} crashes`);
  assert.ok(seen.forced > SEEDS / 8, `only ${seen.forced} forced role changes`);
  assert.ok(seen.sends > seen.forced + seen.planned, 'no call ever failed');
  assert.ok(seen.approved > SEEDS / 50, `only ${seen.approved} calls that a person approved`);
  assert.ok(seen.heard > SEEDS, `only ${seen.heard} messages`);
  assert.ok(seen.twice > 0, 'no message ever came twice');
});

test('the same seed plays the same story, told or not, with copies of every row or without', async () => {
  for (let seed = 1; seed <= 25; seed += 1) {
    const plan = planOf(seed);
    assert.deepEqual(planOf(seed), plan);
    const one = await simulateFailover(plan, { told: true });
    const other = await simulateFailover(plan, { told: true, copies: true });
    assert.deepEqual(other.telling, one.telling, `seed ${seed}`);
    assert.deepEqual(other.tables, JSON.parse(JSON.stringify(one.tables)), `seed ${seed}`);
    const untold = await simulateFailover(plan);
    assert.deepEqual(untold.tables, one.tables, `seed ${seed}`);
  }
});

test('a story without faults, noise or cuts ends in a failover where a witness agrees and the policy is automatic', async () => {
  let moved = 0;
  for (let seed = 1; seed <= 20; seed += 1) {
    const plan = {
      ...planOf(seed),
      noise: 0 as const,
      databases: 1 as const,
      otherGroups: 0 as const,
      mode: 'automatic' as const,
      minKinds: 2 as const,
      maxLossMs: 900_000,
      northEurope: { before: 'caughtUp' as const, shippingMs: 500, sameTier: true },
      outage: { kind: 'down' as const, fromMs: 10_000, forMs: 85_000 },
      secondOutage: null,
      witness: 'outside' as const,
      words: [],
      cuts: [],
      pauses: [],
      operator: [],
      calls: [],
      faults: [],
    };
    const { story, violation } = await playStory(plan);
    assert.equal(violation, undefined, `seed ${seed}`);
    assert.equal(story.changes.length, 1, `seed ${seed} moved ${story.changes.length} databases`);
    moved += story.changes.length;
  }
  assert.equal(moved, 20);
});

test('a story that goes wrong is made smaller, and goes wrong in the same way', async () => {
  const sabotage = {
    operation: (ports: OperationPorts) => ({ ...ports, audit: async () => undefined }),
  };
  for (let seed = 1; seed <= 200; seed += 1) {
    const plan = planOf(seed);
    const { violation } = await playStory(plan, { sabotage });
    if (violation?.rule !== 'theJournalIsInTheAudit' || plan.faults.length < 2) continue;
    const { plan: smaller, runs } = await shrinkStory(seed, violation.rule, { sabotage });
    const again = await playStory(smaller, { sabotage });
    assert.equal(again.violation?.rule, violation.rule);
    assert.ok(smaller.faults.length < plan.faults.length, `${smaller.faults.length} faults are left`);
    assert.ok(runs > 1);
    return;
  }
  assert.fail('no seed shows it');
});
