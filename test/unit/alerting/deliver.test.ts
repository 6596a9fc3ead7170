import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deliverEntry } from '../../../shared/alerting/deliver.ts';
import type { DeliveryPolicy, DeliveryPorts } from '../../../shared/alerting/deliveryPorts.ts';
import { outboxEntries } from '../../../shared/alerting/outboxEntries.ts';
import type { DeliveryResult, NotificationChannel, OutboxStore } from '../../../shared/alerting/ports.ts';
import type { Notice, OutboxEntry } from '../../../shared/alerting/types.ts';
import { createMemoryQueue } from '../../ports/memoryQueue.ts';
import { MemoryTable } from '../../ports/memorySubjects.ts';
import { LINK, T0 } from './samples.ts';

const POLICY: DeliveryPolicy = { attempts: 3, firstRetryMs: 1_000, longestRetryMs: 60_000, timeoutMs: 10_000 };
const OK: DeliveryResult = { ok: true, detail: 'accepted' };
const BUSY: DeliveryResult = { ok: false, retry: true, message: 'busy' };
const LARGE: DeliveryResult = { ok: false, retry: false, tooLarge: true, message: 'too large' };
const REFUSED: DeliveryResult = { ok: false, retry: false, message: 'refused' };

const first: Notice = {
  id: 'n-first',
  condition: 'LagHigh',
  reason: 'first',
  severity: 'error',
  subject: LINK,
  atMs: T0,
  sinceMs: T0,
  durationMs: 0,
  sentence: 's',
};
const resolved: Notice = { ...first, id: 'n-resolved', reason: 'resolved', follows: first.id };

/** An outbox with entries, one channel that plays a script, and a clock that can be set. */
async function arrange(input: { notices?: Notice[]; script?: Array<DeliveryResult | Error>; channelName?: string }) {
  const table = new MemoryTable();
  const entries = outboxEntries(input.notices ?? [first], [{ name: 'teams' }], 's0', T0);
  await table.subjects.commit('s0', [{ record: { value: { subject: LINK, alerts: {} } }, outbox: entries }]);
  const sent: Array<{ notice: string; compact: boolean; entryId: string }> = [];
  const script = [...(input.script ?? [OK])];
  const channel: NotificationChannel = {
    name: 'teams',
    type: 'teams',
    deliver: async (notice, { compact, entryId }) => {
      sent.push({ notice: notice.id, compact, entryId });
      const next = script.shift() ?? OK;
      if (next instanceof Error) throw next;
      return next;
    },
  };
  const clock = { ms: T0 };
  const queue = createMemoryQueue();
  const ports: DeliveryPorts = {
    outbox: table.outbox,
    channels: new Map([[input.channelName ?? 'teams', channel]]),
    queue,
    now: () => clock.ms,
    random: () => 0.5,
  };
  const row = async (index = 0): Promise<OutboxEntry> => {
    const found = await table.outbox.get('s0', entries[index]?.id ?? '');
    assert.ok(found);
    return found.value;
  };
  const deliver = (index = 0, overrides: Partial<DeliveryPorts> = {}) =>
    deliverEntry({ shard: 's0', id: entries[index]?.id ?? '' }, { ...ports, ...overrides }, POLICY);
  return { table, entries, sent, clock, queue, row, deliver };
}

test('what is accepted gets a receipt and is not sent again', async () => {
  const { deliver, row, sent, entries } = await arrange({});
  assert.equal(await deliver(), 'delivered');
  assert.deepEqual(sent, [{ notice: 'n-first', compact: false, entryId: entries[0]?.id }]);
  const { status, attempts, receipt } = await row();
  assert.deepEqual(
    { status, attempts, receipt },
    { status: 'delivered', attempts: 1, receipt: { atMs: T0, detail: 'accepted' } },
  );
  assert.equal(await deliver(), 'nothingToDo');
  assert.equal(sent.length, 1);
});

test('a queue message that comes again a day later sends nothing again', async () => {
  for (const [result, status] of [
    [OK, 'delivered'],
    [REFUSED, 'failed'],
  ] as const) {
    const { deliver, row, sent, clock } = await arrange({ script: [result, OK] });
    assert.equal(await deliver(), status);
    clock.ms += 86_400_000;
    assert.equal(await deliver(), 'nothingToDo');
    assert.equal(sent.length, 1);
    assert.equal((await row()).status, status);
  }
});

test('a pointer to a row that does not exist is no error', async () => {
  const { table, queue } = await arrange({});
  const ports = { outbox: table.outbox, channels: new Map(), queue, now: () => T0, random: () => 0 };
  assert.equal(await deliverEntry({ shard: 's0', id: 'gone' }, ports, POLICY), 'nothingToDo');
});

test('two deliveries at once send once', async () => {
  const { deliver, sent } = await arrange({});
  const outcomes = await Promise.all([deliver(), deliver(), deliver()]);
  assert.equal(sent.length, 1);
  assert.deepEqual(outcomes.sort(), ['delivered', 'nothingToDo', 'nothingToDo']);
});

test('a channel that is busy is tried again after a delay, and the row says why', async () => {
  const { deliver, row, queue, clock, entries } = await arrange({ script: [BUSY, OK] });
  assert.equal(await deliver(), 'retrying');
  const waiting = await row();
  assert.equal(waiting.status, 'pending');
  assert.equal(waiting.lastError, 'busy');
  assert.equal(waiting.nextAttemptAtMs, T0 + 750);
  assert.deepEqual(queue.queued, [{ shard: 's0', id: entries[0]?.id, delaySeconds: 1 }]);
  assert.equal(await deliver(), 'nothingToDo', 'not before it is due');
  clock.ms += 1_000;
  assert.equal(await deliver(), 'delivered');
  assert.equal((await row()).attempts, 2);
});

test('a Retry-After is kept', async () => {
  const { deliver, row, queue } = await arrange({
    script: [{ ...BUSY, ok: false, retry: true, retryAfterMs: 30_000 }],
  });
  await deliver();
  assert.equal((await row()).nextAttemptAtMs, T0 + 31_500);
  assert.equal(queue.queued[0]?.delaySeconds, 32);
});

test('when the tries are used up it has failed, with the last error', async () => {
  const { deliver, row, clock, sent } = await arrange({ script: [BUSY, BUSY, BUSY, OK] });
  const outcomes = [];
  for (let count = 0; count < 5; count++) {
    outcomes.push(await deliver());
    clock.ms += 120_000;
  }
  assert.deepEqual(outcomes, ['retrying', 'retrying', 'failed', 'nothingToDo', 'nothingToDo']);
  assert.equal(sent.length, 3);
  const { status, lastError } = await row();
  assert.equal(status, 'failed');
  assert.equal(lastError, 'busy All 3 tries are used up.');
});

test('what will never be accepted fails at once', async () => {
  const { deliver, row, sent, queue } = await arrange({ script: [REFUSED] });
  assert.equal(await deliver(), 'failed');
  assert.equal((await row()).lastError, 'refused');
  assert.equal(sent.length, 1);
  assert.deepEqual(queue.queued, []);
});

test('a message that is too large is sent compact, within the same try', async () => {
  const { deliver, row, sent } = await arrange({ script: [LARGE, OK] });
  assert.equal(await deliver(), 'delivered');
  assert.deepEqual(
    sent.map((each) => each.compact),
    [false, true],
  );
  assert.equal((await row()).attempts, 1);
});

test('a compact message that is still too large has failed', async () => {
  const { deliver, row, sent } = await arrange({ script: [LARGE, LARGE, OK] });
  assert.equal(await deliver(), 'failed');
  assert.equal((await row()).lastError, 'too large');
  assert.equal(sent.length, 2);
});

test('a channel that throws is tried again, and what it threw is not repeated', async () => {
  const { deliver, row } = await arrange({ script: [new TypeError('https://x/?sig=secret'), OK] });
  assert.equal(await deliver(), 'retrying');
  const { lastError } = await row();
  assert.match(lastError ?? '', /broke down with TypeError/);
  assert.doesNotMatch(lastError ?? '', /secret/);
});

test('a channel that is no longer configured is a failure that says what to do', async () => {
  const { deliver, row, sent } = await arrange({ channelName: 'renamed' });
  assert.equal(await deliver(), 'failed');
  assert.match((await row()).lastError ?? '', /No channel is called teams .* renamed or removed/);
  assert.deepEqual(sent, []);
});

test('a crash after the claim is tried again when the claim lapses, not before', async () => {
  const { deliver, sent, clock, table } = await arrange({});
  const dying: OutboxStore = { ...table.outbox };
  let updates = 0;
  dying.update = async (entry) => {
    const done = await table.outbox.update(entry);
    updates += 1;
    if (updates === 1) throw new Error('the process died here');
    return done;
  };
  await assert.rejects(deliver(0, { outbox: dying }), /died/);
  assert.equal(await deliver(), 'nothingToDo', 'somebody may be sending');
  clock.ms += 2 * POLICY.timeoutMs + 4_999;
  assert.equal(await deliver(), 'nothingToDo');
  clock.ms += 1;
  assert.equal(await deliver(), 'delivered');
  assert.equal(sent.length, 1);
});

test('a crash on every try ends as a failure that does not claim to know', async () => {
  const { deliver, row, clock, table } = await arrange({});
  const dying: OutboxStore = {
    ...table.outbox,
    update: async (entry) => {
      await table.outbox.update(entry);
      throw new Error('the process died here');
    },
  };
  for (let count = 0; count < POLICY.attempts; count++) {
    await assert.rejects(deliver(0, { outbox: dying }));
    clock.ms += 60_000;
  }
  assert.equal(await deliver(), 'failed');
  assert.match((await row()).lastError ?? '', /how the last one ended is not known/);
});

test('a slow success is recorded even when a later try holds the claim', async () => {
  const { deliver, row, clock } = await arrange({});
  let release = (): void => undefined;
  const slow: NotificationChannel = {
    name: 'teams',
    type: 'teams',
    deliver: async () => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return OK;
    },
  };
  const pending = deliver(0, { channels: new Map([['teams', slow]]) });
  await new Promise((resolve) => setImmediate(resolve));
  clock.ms += 60_000;
  const refusing: NotificationChannel = { name: 'teams', type: 'teams', deliver: async () => REFUSED };
  assert.equal(await deliver(0, { channels: new Map([['teams', refusing]]) }), 'failed');
  release();
  assert.equal(await pending, 'delivered');
  assert.equal((await row()).status, 'delivered', 'it was sent, whatever the other try says');
});

test('a late failure does not overrule the try that took over', async () => {
  const { deliver, row, clock } = await arrange({});
  let release = (): void => undefined;
  const slow: NotificationChannel = {
    name: 'teams',
    type: 'teams',
    deliver: async () => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return REFUSED;
    },
  };
  const pending = deliver(0, { channels: new Map([['teams', slow]]) });
  await new Promise((resolve) => setImmediate(resolve));
  clock.ms += 60_000;
  const busy: NotificationChannel = { name: 'teams', type: 'teams', deliver: async () => BUSY };
  assert.equal(await deliver(0, { channels: new Map([['teams', busy]]) }), 'retrying');
  release();
  assert.equal(await pending, 'nothingToDo');
  assert.equal((await row()).status, 'pending');
});

test('a resolved does not overtake the first it closes', async () => {
  const { deliver, sent, clock, row, queue } = await arrange({ notices: [first, resolved], script: [BUSY, OK, OK] });
  assert.equal(await deliver(0), 'retrying');
  assert.equal(await deliver(1), 'heldBack');
  assert.equal((await row(1)).attempts, 0, 'waiting costs no try');
  assert.equal(queue.queued.length, 2);
  clock.ms += 1_000;
  assert.equal(await deliver(1), 'heldBack');
  assert.equal(await deliver(0), 'delivered');
  clock.ms += 1_000;
  assert.equal(await deliver(1), 'delivered');
  assert.deepEqual(
    sent.map((each) => each.notice),
    ['n-first', 'n-first', 'n-resolved'],
  );
});

test('a resolved waits as long as its first waits', async () => {
  const { deliver, row } = await arrange({
    notices: [first, resolved],
    script: [{ ok: false, retry: true, message: 'busy', retryAfterMs: 600_000 }],
  });
  await deliver(0);
  await deliver(1);
  assert.equal((await row(1)).nextAttemptAtMs, (await row(0)).nextAttemptAtMs);
});

test('a resolved is sent when its first has failed or is no longer kept', async () => {
  const failed = await arrange({ notices: [first, resolved], script: [REFUSED, OK] });
  await failed.deliver(0);
  assert.equal(await failed.deliver(1), 'delivered');
  const alone = await arrange({ notices: [resolved] });
  assert.equal(await alone.deliver(0), 'delivered');
});

test('a row that keeps changing while its result is written is an error that names it', async () => {
  const { deliver, table, entries } = await arrange({ script: [BUSY] });
  let updates = 0;
  const contested: OutboxStore = {
    ...table.outbox,
    update: async (entry) => {
      updates += 1;
      return updates === 1 ? table.outbox.update(entry) : false;
    },
  };
  await assert.rejects(deliver(0, { outbox: contested }), new RegExp(`${entries[0]?.id} changed 5 times`));
});
