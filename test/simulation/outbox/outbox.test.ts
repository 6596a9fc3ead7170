/**
 * Hundreds of stories of crashes, lost answers, duplicates, reordering, 429s and channels that take over. A failing seed prints itself; replay it with
 * GEOWARDEN_SEED=<seed> node --test test/simulation/outbox/outbox.test.ts
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OutboxStore } from '../../../shared/alerting/ports.ts';
import { NO_TROUBLES } from '../../ports/outboxWorld.ts';
import { judge } from './judge.ts';
import { type Options, POLICY, type Story, simulateOutbox } from './simulateOutbox.ts';

const SEEDS = 300;
const only = process.env.GEOWARDEN_SEED;
const CALM_SEEDS = 150;
const seeds = only === undefined ? Array.from({ length: SEEDS }, (_, index) => index + 1) : [Number(only)];

async function play(seed: number, options: Options = {}): Promise<Story> {
  const story = await simulateOutbox(seed, options);
  try {
    judge(story);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`seed ${seed}: ${why}\n${story.telling.join('\n')}\nReplay with GEOWARDEN_SEED=${seed}.`, {
      cause: error,
    });
  }
  return story;
}

/** How many of the seeds find the planted fault; not looked for any more when so many are enough. */
async function found(sabotage: (outbox: OutboxStore) => OutboxStore, count: number, enough = count): Promise<number> {
  let caught = 0;
  for (let seed = 1; seed <= count && caught < enough; seed++) {
    await play(seed, { sabotage }).catch(() => {
      caught += 1;
    });
  }
  return caught;
}

test('whatever crashes, every message ends, none is lost, a duplicate has an excuse, and who heard it begin hears it end', async () => {
  const seen = { crashes: 0, delivered: 0, failed: 0, takenOver: 0, endsTakenOver: 0, duplicates: 0, refusals: 0 };
  for (const seed of seeds) {
    const story = await play(seed);
    seen.crashes += story.telling.filter((line) => line.includes('dies')).length;
    seen.delivered += story.entries.filter((entry) => entry.status === 'delivered').length;
    seen.failed += story.entries.filter((entry) => entry.status === 'failed').length;
    const taken = story.entries.filter((entry) => entry.insteadOf !== undefined && entry.status === 'delivered');
    seen.takenOver += taken.length;
    seen.endsTakenOver += taken.filter((entry) => entry.notice.reason === 'resolved').length;
    for (const { accepted, calls } of story.recipients.values()) {
      seen.duplicates += accepted.length - new Set(accepted.map((each) => each.entryId)).size;
      seen.refusals += calls - accepted.length;
    }
  }
  console.log(`${seeds.length} seeds: ${JSON.stringify(seen)}`);
  if (only !== undefined) return;
  // The stories have to be eventful, or they prove nothing.
  assert.ok(seen.crashes > SEEDS * 3, `only ${seen.crashes} crashes`);
  assert.ok(seen.duplicates > SEEDS / 10, `only ${seen.duplicates} duplicates`);
  assert.ok(seen.failed > SEEDS / 10, `only ${seen.failed} failures`);
  assert.ok(seen.takenOver > SEEDS / 10, `only ${seen.takenOver} taken over`);
  assert.ok(seen.endsTakenOver > SEEDS / 20, `only ${seen.endsTakenOver} ends taken over`);
  assert.ok(seen.delivered > SEEDS * 10, `only ${seen.delivered} deliveries`);
});

test('without crashes and lost answers nothing is sent twice, whatever the queue repeats', async () => {
  for (const seed of seeds.slice(0, CALM_SEEDS)) {
    const story = await play(seed, { troubles: NO_TROUBLES });
    for (const { accepted } of story.recipients.values()) {
      const ids = accepted.map((each) => each.entryId);
      assert.equal(new Set(ids).size, ids.length, `seed ${seed}`);
    }
  }
});

test('the same seed plays the same story', async () => {
  const [one, other] = [await simulateOutbox(7), await simulateOutbox(7)];
  assert.deepEqual(one.telling, other.telling);
  assert.deepEqual(one.entries, other.entries);
});

test('teeth: a store that ignores ETags is found out', async () => {
  const caught = await found(
    (outbox) => ({
      ...outbox,
      update: async (entry) => {
        const present = await outbox.get(entry.value.shard, entry.value.id);
        return outbox.update({ ...entry, ...(present?.version === undefined ? {} : { version: present.version }) });
      },
    }),
    60,
    1,
  );
  assert.ok(caught >= 1, 'sixty seeds and nobody noticed');
});

test('teeth: an outbox that is never swept is found out', async () => {
  const caught = await found((outbox) => ({ ...outbox, due: async () => [] }), 5);
  assert.equal(caught, 5);
});

test('teeth: a claim that does not hold is found out', async () => {
  const caught = await found(
    (outbox) => ({
      ...outbox,
      update: (entry) => {
        const { value } = entry;
        // The claim is stored as if it lapsed at once.
        const lapsed = value.attempts > 0 && value.status === 'pending' && value.nextAttemptAtMs > 2 * POLICY.timeoutMs;
        return outbox.update(lapsed ? { ...entry, value: { ...value, nextAttemptAtMs: 0 } } : entry);
      },
    }),
    30,
    1,
  );
  assert.ok(caught >= 1, 'thirty seeds and nobody noticed');
});

test('teeth: an entry that forgets who took over is found out', async () => {
  const caught = await found(
    (outbox) => ({
      ...outbox,
      update: (entry) => {
        const { passedTo: _, ...value } = entry.value;
        return outbox.update(entry.value.status === 'pending' ? entry : { ...entry, value });
      },
    }),
    30,
    1,
  );
  assert.ok(caught >= 1, 'thirty seeds and nobody noticed');
});

test('teeth: a message that is handed over and stored nowhere is found out', async () => {
  const caught = await found((outbox) => ({ ...outbox, add: async () => {} }), 40, 1);
  assert.ok(caught >= 1, 'forty seeds and nobody noticed');
});
