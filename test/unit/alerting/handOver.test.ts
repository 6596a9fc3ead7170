/** A channel that fails hands over to the next, and whoever heard the beginning hears the end. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DeliveryOutcome, deliverEntry } from '../../../shared/alerting/deliver.ts';
import type { DeliveryPolicy, DeliveryPorts } from '../../../shared/alerting/deliveryPorts.ts';
import { DISPATCH } from '../../../shared/alerting/dispatch/dispatchChannel.ts';
import { outboxEntryId } from '../../../shared/alerting/noticeId.ts';
import { outboxEntries } from '../../../shared/alerting/outboxEntries.ts';
import type { DeliveryOptions, DeliveryResult, OutboxStore } from '../../../shared/alerting/ports.ts';
import type { Notice, OutboxEntry } from '../../../shared/alerting/types.ts';
import { createMemoryQueue } from '../../ports/memoryQueue.ts';
import { MemoryTable } from '../../ports/memorySubjects.ts';
import { LINK, T0 } from './samples.ts';

const POLICY: DeliveryPolicy = { attempts: 2, firstRetryMs: 1_000, longestRetryMs: 2_000, timeoutMs: 10_000 };
const SHARD = DISPATCH;

const first: Notice = {
  id: 'begin',
  condition: 'LagHigh',
  reason: 'first',
  severity: 'error',
  subject: LINK,
  atMs: T0,
  sinceMs: T0,
  durationMs: 0,
  sentence: 's',
};
const more: Notice = { ...first, id: 'more', reason: 'more', follows: 'begin' };
const end: Notice = { ...first, id: 'end', reason: 'resolved', follows: 'more' };

interface Route {
  name: string;
  handOver?: string[];
}

/** Channels that can be broken, an outbox, and a clock that goes on until nothing is due. */
class Desk {
  readonly table = new MemoryTable();
  readonly heard: string[] = [];
  readonly options = new Map<string, DeliveryOptions>();
  readonly broken = new Set<string>();
  readonly ended: string[] = [];
  configured = ['teams', 'mail', 'pager'];
  outbox: OutboxStore = this.table.outbox;
  nowMs = T0;

  async tell(notice: Notice, ...routes: Route[]): Promise<void> {
    await this.table.outbox.add(outboxEntries([notice], routes, SHARD, this.nowMs));
  }

  get ports(): DeliveryPorts {
    const channelOf = (name: string) => ({
      name,
      type: 'teams' as const,
      deliver: async (notice: Notice, options: DeliveryOptions): Promise<DeliveryResult> => {
        if (this.broken.has(name)) return { ok: false, retry: true, message: `${name} is down.` };
        this.heard.push(`${name} ${notice.id}`);
        this.options.set(`${name} ${notice.id}`, options);
        return { ok: true, detail: 'taken' };
      },
    });
    return {
      outbox: this.outbox,
      channels: new Map(this.configured.map((name) => [name, channelOf(name)])),
      queue: createMemoryQueue(),
      now: () => this.nowMs,
      random: () => 0.5,
      health: {
        failed: async ({ channel }, lastError) => void this.ended.push(`${channel} failed: ${lastError}`),
        delivered: async ({ channel }) => void this.ended.push(`${channel} delivered`),
      },
    };
  }

  /** Until nothing is under way. */
  async drain(): Promise<void> {
    for (let turn = 0; turn < 50; turn += 1) {
      const due = await this.table.outbox.due(this.nowMs, 100);
      for (const { shard, id } of due) await deliverEntry({ shard, id }, this.ports, POLICY);
      this.nowMs += 30_000;
    }
    assert.deepEqual(await this.table.outbox.due(Number.MAX_SAFE_INTEGER, 1), [], 'something never ended');
  }

  deliver(notice: Notice, channel: string): Promise<DeliveryOutcome> {
    return deliverEntry({ shard: SHARD, id: outboxEntryId(notice.id, channel) }, this.ports, POLICY);
  }

  async row(notice: Notice, channel: string): Promise<OutboxEntry | undefined> {
    return (await this.table.outbox.get(SHARD, outboxEntryId(notice.id, channel)))?.value;
  }
}

test('the next channel gets what the first did not take, under an id that a crash cannot double', async () => {
  const desk = new Desk();
  desk.broken.add('teams');
  await desk.tell(first, { name: 'teams', handOver: ['mail', 'pager'] });
  await desk.drain();
  assert.deepEqual(desk.heard, ['mail begin']);
  const failed = await desk.row(first, 'teams');
  assert.deepEqual([failed?.status, failed?.passedTo], ['failed', ['mail']]);
  assert.match(failed?.lastError ?? '', /^teams is down\. All 2 tries are used up\.$/);
  const taken = await desk.row(first, 'mail');
  assert.deepEqual(
    [taken?.status, taken?.insteadOf, taken?.handOver, taken?.attempts],
    ['delivered', 'teams', ['pager'], 1],
  );
  assert.equal(desk.options.get('mail begin')?.insteadOf, 'teams', 'the message can say so');
});

test('a channel that delivers hands nothing over', async () => {
  const desk = new Desk();
  await desk.tell(first, { name: 'teams', handOver: ['mail'] });
  await desk.drain();
  assert.deepEqual(desk.heard, ['teams begin']);
  assert.equal((await desk.row(first, 'teams'))?.passedTo, undefined);
  assert.equal(await desk.row(first, 'mail'), undefined);
  assert.equal(desk.options.get('teams begin')?.insteadOf, undefined);
});

test('a second that fails too hands on to the third; when all fail it says so everywhere', async () => {
  const desk = new Desk();
  desk.broken.add('teams').add('mail');
  await desk.tell(first, { name: 'teams', handOver: ['mail', 'pager'] });
  await desk.drain();
  assert.deepEqual(desk.heard, ['pager begin']);
  assert.equal((await desk.row(first, 'pager'))?.insteadOf, 'mail');
  desk.broken.add('pager');
  await desk.tell({ ...first, id: 'other' }, { name: 'teams', handOver: ['mail', 'pager'] });
  await desk.drain();
  const other = { ...first, id: 'other' };
  for (const channel of ['teams', 'mail', 'pager']) {
    assert.equal((await desk.row(other, channel))?.status, 'failed', channel);
  }
});

test('what follows goes to both: the end reaches whoever heard the beginning, and the channel itself is still tried', async () => {
  const desk = new Desk();
  const route = { name: 'teams', handOver: ['mail'] };
  desk.broken.add('teams');
  await desk.tell(first, route);
  await desk.drain();
  await desk.tell(more, route);
  await desk.drain();
  desk.broken.clear();
  await desk.tell(end, route);
  await desk.drain();
  assert.deepEqual(desk.heard, ['mail begin', 'mail more', 'teams end', 'mail end']);
  assert.deepEqual((await desk.row(more, 'teams'))?.passedTo, ['mail']);
  assert.deepEqual((await desk.row(end, 'teams'))?.passedTo, ['mail'], 'and what follows this one, too');
  assert.equal((await desk.row(end, 'mail'))?.insteadOf, 'teams');
});

test('it goes along even where the route no longer names who took over, and where the channel itself is gone', async () => {
  const desk = new Desk();
  desk.broken.add('teams');
  await desk.tell(first, { name: 'teams', handOver: ['mail'] });
  await desk.drain();
  desk.configured = ['mail'];
  await desk.tell(more, { name: 'teams' });
  await desk.drain();
  assert.deepEqual(desk.heard, ['mail begin', 'mail more']);
  assert.match((await desk.row(more, 'teams'))?.lastError ?? '', /No channel is called teams/);
});

test('a chain of hand-overs is followed to its end', async () => {
  const desk = new Desk();
  const route = { name: 'teams', handOver: ['mail', 'pager'] };
  desk.broken.add('teams').add('mail');
  await desk.tell(first, route);
  await desk.drain();
  desk.broken.clear();
  await desk.tell({ ...end, follows: 'begin' }, route);
  await desk.drain();
  assert.deepEqual(desk.heard, ['pager begin', 'teams end', 'mail end', 'pager end']);
});

test('one message that closes several goes to all that took over any of them', async () => {
  const desk = new Desk();
  desk.broken.add('teams');
  await desk.tell(first, { name: 'teams', handOver: ['mail'] });
  await desk.tell({ ...first, id: 'b2' }, { name: 'teams', handOver: ['pager'] });
  await desk.drain();
  desk.broken.clear();
  await desk.tell({ ...end, follows: 'begin', alsoFollows: ['b2', 'gone'] }, { name: 'teams' });
  await desk.drain();
  assert.deepEqual(desk.heard.sort(), ['mail begin', 'mail end', 'pager b2', 'pager end', 'teams end']);
});

test('an end waits for each message that it follows', async () => {
  const desk = new Desk();
  await desk.tell(first, { name: 'teams' });
  await desk.tell({ ...first, id: 'b2' }, { name: 'teams' });
  await desk.tell({ ...end, follows: 'begin', alsoFollows: ['b2'] }, { name: 'teams' });
  assert.equal(await desk.deliver(first, 'teams'), 'delivered');
  assert.equal(await desk.deliver(end, 'teams'), 'heldBack');
});

test('the end does not overtake the beginning at the channel that took over', async () => {
  const desk = new Desk();
  const route = { name: 'teams', handOver: ['mail'] };
  desk.broken.add('teams');
  await desk.tell(first, route);
  await desk.tell({ ...end, follows: 'begin' }, route);
  await desk.deliver(first, 'teams');
  desk.nowMs += 30_000;
  assert.equal(await desk.deliver(first, 'teams'), 'failed');
  desk.broken.clear();
  assert.equal(await desk.deliver(end, 'teams'), 'delivered');
  assert.equal(await desk.deliver(end, 'mail'), 'heldBack');
  assert.equal(await desk.deliver(first, 'mail'), 'delivered');
});

test('a channel that has the message by itself takes over without a second one', async () => {
  const desk = new Desk();
  desk.broken.add('teams');
  await desk.tell(first, { name: 'teams', handOver: ['mail'] }, { name: 'mail' });
  await desk.drain();
  assert.deepEqual(desk.heard, ['mail begin']);
  assert.deepEqual((await desk.row(first, 'teams'))?.passedTo, ['mail']);
});

test('a channel that failed with the message by itself is passed by', async () => {
  const desk = new Desk();
  desk.broken.add('teams').add('mail');
  await desk.tell(first, { name: 'mail' });
  await desk.drain();
  await desk.tell(first, { name: 'teams', handOver: ['mail', 'pager'] });
  await desk.drain();
  assert.deepEqual(desk.heard, ['pager begin']);
  assert.deepEqual((await desk.row(first, 'teams'))?.passedTo, ['pager']);
});

test('a channel that is still trying by itself learns who would come after it', async () => {
  const desk = new Desk();
  desk.broken.add('teams').add('mail');
  await desk.tell(first, { name: 'mail' });
  desk.nowMs += 1;
  await desk.tell(first, { name: 'teams', handOver: ['mail', 'pager'] });
  await desk.deliver(first, 'teams');
  desk.nowMs += 30_000;
  assert.equal(await desk.deliver(first, 'teams'), 'failed');
  assert.deepEqual((await desk.row(first, 'mail'))?.handOver, ['pager']);
  await desk.drain();
  assert.deepEqual(desk.heard, ['pager begin']);
});

test('two that take over from one another end, and pass it round for ever they do not', async () => {
  const desk = new Desk();
  desk.broken.add('teams').add('mail');
  await desk.tell(first, { name: 'teams', handOver: ['mail'] }, { name: 'mail', handOver: ['teams'] });
  await desk.drain();
  assert.equal((await desk.row(first, 'teams'))?.status, 'failed');
  assert.equal((await desk.row(first, 'mail'))?.status, 'failed');
});

test('a refusal for good hands over at once', async () => {
  const desk = new Desk();
  await desk.tell(first, { name: 'teams', handOver: ['mail'] });
  const channels = new Map(desk.ports.channels);
  channels.set('teams', {
    name: 'teams',
    type: 'teams',
    deliver: async () => ({ ok: false, retry: false, message: 'Gone.' }),
  });
  const id = outboxEntryId(first.id, 'teams');
  assert.equal(await deliverEntry({ shard: SHARD, id }, { ...desk.ports, channels }, POLICY), 'failed');
  await desk.drain();
  assert.deepEqual(desk.heard, ['mail begin']);
});

test('whatever call of the hand-over the process dies at, the next try hands over the same, once', async () => {
  const calls = ['get', 'update', 'add'] as const;
  for (let dies = 1; dies <= 14; dies += 1) {
    const desk = new Desk();
    desk.broken.add('teams');
    await desk.tell(first, { name: 'teams', handOver: ['mail'] });
    await desk.deliver(first, 'teams');
    desk.nowMs += 30_000;
    let count = 0;
    const dying: OutboxStore = { ...desk.table.outbox };
    for (const name of calls) {
      const real = desk.table.outbox[name] as (...args: unknown[]) => Promise<unknown>;
      dying[name] = (async (...args: unknown[]) => {
        count += 1;
        const done = await real(...args);
        if (count === dies) throw new Error('died');
        return done;
      }) as never;
    }
    desk.outbox = dying;
    await desk.deliver(first, 'teams').catch(() => undefined);
    desk.outbox = desk.table.outbox;
    desk.nowMs += 60_000;
    await desk.drain();
    assert.deepEqual(desk.heard, ['mail begin'], `died at call ${dies}`);
    await desk.tell({ ...end, follows: 'begin' }, { name: 'teams' });
    desk.broken.clear();
    await desk.drain();
    assert.deepEqual(desk.heard, ['mail begin', 'teams end', 'mail end'], `died at call ${dies}`);
  }
});

test('who ends how is told to whoever keeps which channels fail: once for each end', async () => {
  const desk = new Desk();
  desk.broken.add('teams');
  await desk.tell(first, { name: 'teams', handOver: ['mail'] });
  await desk.drain();
  assert.deepEqual(desk.ended, ['teams failed: teams is down. All 2 tries are used up.', 'mail delivered']);
});

test('an event is nobody’s message: it is left for the dispatcher as it is', async () => {
  const desk = new Desk();
  await desk.tell(first, { name: DISPATCH });
  const before = await desk.row(first, DISPATCH);
  assert.equal(await desk.deliver(first, DISPATCH), 'event');
  assert.deepEqual(await desk.row(first, DISPATCH), before);
});
