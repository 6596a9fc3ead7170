import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OutboxStore } from '../../../shared/alerting/ports.ts';
import { SWEEP_LIMIT, sweepOutbox } from '../../../shared/alerting/sweepOutbox.ts';
import type { OutboxEntry } from '../../../shared/alerting/types.ts';
import { createMemoryQueue } from '../../ports/memoryQueue.ts';
import { MemoryTable } from '../../ports/memorySubjects.ts';
import { LINK, T0 } from './samples.ts';

const entry = (id: string, overrides: Partial<OutboxEntry> = {}): OutboxEntry => ({
  id,
  shard: 's0',
  channel: 'teams',
  notice: {
    id,
    condition: 'LagHigh',
    reason: 'first',
    severity: 'error',
    subject: LINK,
    atMs: T0,
    sinceMs: T0,
    durationMs: 0,
    sentence: 's',
  },
  createdAtMs: T0,
  status: 'pending',
  attempts: 0,
  nextAttemptAtMs: T0,
  ...overrides,
});

async function outboxWith(...outbox: OutboxEntry[]): Promise<OutboxStore> {
  const table = new MemoryTable();
  await table.subjects.commit('s0', [{ record: { value: { subject: LINK, alerts: {} } }, outbox }]);
  return table.outbox;
}

test('what is due goes to the queue, and only that', async () => {
  const outbox = await outboxWith(
    entry('due'),
    entry('claimed', { nextAttemptAtMs: T0 + 1 }),
    entry('delivered', { status: 'delivered' }),
    entry('failed', { status: 'failed' }),
    entry('lapsed', { attempts: 1, nextAttemptAtMs: T0 - 1 }),
  );
  const queue = createMemoryQueue();
  assert.equal(await sweepOutbox({ outbox, queue, nowMs: T0 }), 2);
  assert.deepEqual(queue.queued.map((pointer) => pointer.id).sort(), ['due', 'lapsed']);
});

test('without anything due the queue is left alone', async () => {
  const queue = createMemoryQueue();
  assert.equal(await sweepOutbox({ outbox: await outboxWith(), queue, nowMs: T0 }), 0);
  assert.deepEqual(queue.queued, []);
});

test('one sweep is bounded', async () => {
  const asked: number[] = [];
  const outbox: OutboxStore = {
    ...(await outboxWith()),
    due: async (_nowMs, limit) => {
      asked.push(limit);
      return [];
    },
  };
  const queue = createMemoryQueue();
  await sweepOutbox({ outbox, queue, nowMs: T0 });
  await sweepOutbox({ outbox, queue, nowMs: T0, limit: 7 });
  assert.deepEqual(asked, [SWEEP_LIMIT, 7]);
});
