/**
 * Hundreds of stories of failovers under faults. A failing seed prints itself; replay it with
 * GEOWARDEN_SEED=<seed> node --test test/simulation/failover/failover.test.ts
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OperationPorts } from '../../../shared/operations/ports.ts';
import { NO_TROUBLES } from '../../ports/outboxWorld.ts';
import { isStuck, judge } from './judge.ts';
import { type Options, simulateFailover } from './simulateFailover.ts';
import type { Story } from './story.ts';

const SEEDS = 400;
const TEETH_SEEDS = 300;
const only = process.env.GEOWARDEN_SEED;
const seeds = only === undefined ? Array.from({ length: SEEDS }, (_, index) => index + 1) : [Number(only)];

async function play(seed: number, options: Options = {}): Promise<Story> {
  const story = await simulateFailover(seed, options);
  try {
    judge(story);
    assert.ok(!isStuck(story), `stuck: ${story.operations.map((each) => `${each.id} ${each.state}`).join(', ')}`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`seed ${seed}: ${why}\n${story.telling.join('\n')}\nReplay with GEOWARDEN_SEED=${seed}.`, {
      cause: error,
    });
  }
  return story;
}

/** The first seed that finds what was planted; undefined when none does. */
async function firstToFind(sabotage: (ports: OperationPorts) => OperationPorts): Promise<number | undefined> {
  for (let seed = 1; seed <= TEETH_SEEDS; seed += 1) {
    const found = await play(seed, { sabotage }).then(
      () => false,
      () => true,
    );
    if (found) return seed;
  }
  return undefined;
}

test('whatever goes wrong, nothing is forced twice, unfit, unpaused, unfenced or unstated, and everything ends', async () => {
  const seen = { crashes: 0, sends: 0, changes: 0, forced: 0, late: 0 };
  for (const seed of seeds) {
    const story = await play(seed);
    seen.crashes += story.telling.filter((line) => line.includes('dies')).length;
    seen.sends += story.sends.length;
    seen.changes += story.changes.length;
    seen.forced += story.changes.filter((change) => change.mode === 'forced').length;
    seen.late += story.telling.filter((line) => line.includes('ann says')).length;
  }
  console.log(`${seeds.length} seeds: ${JSON.stringify(seen)}`);
  if (only !== undefined) return;
  // The stories have to be eventful, or they prove nothing.
  assert.ok(seen.crashes > SEEDS / 2, `only ${seen.crashes} crashes`);
  assert.ok(seen.forced > SEEDS / 3, `only ${seen.forced} forced role changes`);
  assert.ok(seen.changes > seen.forced + SEEDS / 20, 'hardly a planned one');
  assert.ok(seen.sends > seen.changes, 'no call ever failed');
});

test('the same seed plays the same story', async () => {
  const [one, other] = [await simulateFailover(7), await simulateFailover(7)];
  assert.deepEqual(one.telling, other.telling);
  assert.deepEqual(one.operations, other.operations);
});

test('without crashes and lost answers every story ends well too', async () => {
  for (const seed of seeds.slice(0, 50)) assert.ok(await play(seed, { troubles: NO_TROUBLES }), `seed ${seed}`);
});

const PLANTED: Array<{ name: string; sabotage: (ports: OperationPorts) => OperationPorts }> = [
  {
    name: 'a fence that everybody holds',
    sabotage: (ports) => ({
      ...ports,
      fence: {
        acquire: async () => ({ token: 1, intents: [] }),
        note: async () => true,
        renew: async () => true,
        release: async () => undefined,
      },
    }),
  },
  {
    name: 'no read-back: whatever was asked for is believed',
    sabotage: (ports) => ({
      ...ports,
      reader: {
        ask: async (end) => {
          const answer = await ports.reader.ask(end);
          return end.server === 'we' ? answer : { ...answer, reachable: true, replicaRole: 0, writable: true };
        },
      },
    }),
  },
  {
    name: 'a retry around the call',
    sabotage: (ports) => ({
      ...ports,
      calls: {
        ...ports.calls,
        start: async (...args) => {
          const first = await ports.calls.start(...args);
          return first.kind === 'lost' || first.kind === 'refused' ? await ports.calls.start(...args) : first;
        },
      },
    }),
  },
  { name: 'a pause that nobody sees', sabotage: (ports) => ({ ...ports, paused: async () => null }) },
  {
    name: 'a candidate whose commits are taken from now, not from what it has',
    sabotage: (ports) => ({
      ...ports,
      reader: {
        ask: async (end) => {
          const answer = await ports.reader.ask(end);
          return { ...answer, lastCommitMs: answer.atMs };
        },
      },
    }),
  },
  { name: 'an audit that forgets', sabotage: (ports) => ({ ...ports, audit: async () => undefined }) },
  { name: 'people who are never told', sabotage: (ports) => ({ ...ports, tell: async () => undefined }) },
  {
    name: 'rows without ETags',
    sabotage: (ports) => ({
      ...ports,
      store: {
        ...ports.store,
        save: async (row) => {
          const stored = await ports.store.load(row.value.id);
          return await ports.store.save({ value: row.value, ...(stored?.version ? { version: stored.version } : {}) });
        },
      },
    }),
  },
];

for (const { name, sabotage } of PLANTED) {
  test(`teeth: ${name}, found out within ${TEETH_SEEDS} seeds`, async () => {
    const seed = await firstToFind(sabotage);
    console.log(`${name}: seed ${seed}`);
    assert.ok(seed !== undefined, 'nobody noticed');
  });
}
