import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DISPATCH } from '../../../shared/alerting/dispatch/dispatchChannel.ts';
import { dispatchNow, TICK } from '../../../shared/app/dispatch.ts';
import { DispatchDesk, INTERVAL_MS, WAIT_MS } from './dispatchWorld.ts';
import { LINK, START } from './world.ts';

test('an event waits for its group, and then every channel is told once', async () => {
  const desk = new DispatchDesk();
  await desk.event(desk.first());
  await desk.run();
  assert.deepEqual(await desk.messages(), []);
  assert.equal(await desk.pendingEvents(), 0, 'it was taken in');
  await desk.after(WAIT_MS);
  await desk.after(1_000);
  assert.deepEqual(await desk.said('ops'), ['LagHigh first']);
  assert.deepEqual(await desk.said('pager'), ['LagHigh first']);
});

test('a row that was taken in says so, and is tidied like any other', async () => {
  const desk = new DispatchDesk();
  await desk.event(desk.first());
  const [row] = await desk.table.outbox.due(desk.nowMs, 1, DISPATCH);
  assert.ok(row);
  await desk.run();
  const stored = (await desk.table.outbox.get(row.shard, row.id))?.value;
  assert.deepEqual([stored?.status, stored?.receipt], ['delivered', { atMs: START, detail: 'dispatched' }]);
  assert.equal(await desk.table.outbox.removeOlderThan(START + 1, 10), 1);
});

test('what ends within the wait is not told', async () => {
  const desk = new DispatchDesk();
  const first = desk.first();
  await desk.event(first);
  await desk.run();
  desk.nowMs += 10_000;
  await desk.event(desk.end(first));
  await desk.run();
  await desk.after(INTERVAL_MS);
  assert.deepEqual(await desk.messages(), []);
  assert.deepEqual((await desk.state())?.alerts, new Map());
});

test('a beginning and its end that are found together are taken in in their order, whatever their clocks say', async () => {
  const desk = new DispatchDesk();
  const first = desk.first();
  // The instance that saw the end has a clock that is late.
  await desk.event({ ...desk.end(first), atMs: START - 5_000 });
  await desk.event(first);
  await desk.run();
  await desk.after(INTERVAL_MS);
  assert.deepEqual(await desk.messages(), [], 'nothing fires for ever');
});

test('what was told is closed, on the same key', async () => {
  const desk = new DispatchDesk();
  const first = desk.first();
  await desk.event(first);
  await desk.run();
  await desk.after(WAIT_MS);
  desk.nowMs += 60_000;
  await desk.event(desk.end(first));
  await desk.run();
  const told = (await desk.messages()).filter(({ channel }) => channel === 'ops');
  assert.deepEqual(
    told.map(({ reason }) => reason),
    ['first', 'resolved'],
  );
  assert.equal(told[0]?.key, told[1]?.key);
  const pointers = desk.queue.queued.filter(({ id }) => id !== TICK.id);
  assert.equal(pointers.length, 4, 'a pointer for each message');
});

test('the queue wakes the dispatcher when the wait is over, in whole seconds rounded up, and once', async () => {
  const desk = new DispatchDesk();
  await desk.event(desk.first());
  await desk.run();
  desk.nowMs += 500;
  await desk.event(desk.first('three/orders~four/orders'));
  await desk.run();
  await desk.run();
  assert.deepEqual(desk.queue.queued, [{ ...TICK, delaySeconds: 30 }]);
  desk.queue.queued.length = 0;
  // It comes when it was asked for, and what follows from it has a hint of its own.
  await desk.after(WAIT_MS - 500);
  assert.deepEqual(await desk.said('ops'), ['LagHigh first']);
  const hints = desk.queue.queued.filter(({ id }) => id === TICK.id);
  assert.equal(hints.length, 1);
  assert.ok((hints[0]?.delaySeconds ?? 0) >= 1);
});

test('a hint waits seven days at most', async () => {
  const desk = new DispatchDesk('notifications: { repeat: 20d }\n');
  await desk.event(desk.first());
  await desk.run();
  await desk.after(WAIT_MS);
  await desk.after(WAIT_MS);
  const longest = Math.max(...desk.queue.queued.map(({ delaySeconds }) => delaySeconds));
  assert.equal(longest, 7 * 86_400);
  // After a week it only looks on.
  desk.queue.queued.length = 0;
  await desk.after(7 * 86_400_000);
  assert.deepEqual(await desk.said('ops'), ['LagHigh first']);
  assert.equal(desk.queue.queued[0]?.delaySeconds, 7 * 86_400);
});

test('a process that dies after it has decided: the next one sends what was decided, with the same ids, once', async () => {
  const desk = new DispatchDesk();
  await desk.event(desk.first());
  await desk.run();
  desk.nowMs += WAIT_MS;
  const { outbox } = desk.storage;
  desk.storage.outbox = { ...outbox, add: () => Promise.reject(new Error('died')) };
  await assert.rejects(desk.run(), /died/);
  const decided = (await desk.state())?.outgoing.map(({ id }) => id).sort();
  assert.equal(decided?.length, 2);
  desk.storage.outbox = outbox;
  await desk.after(5_000);
  assert.deepEqual((await desk.table.outbox.recent(10)).map(({ id }) => id).sort(), decided);
  assert.deepEqual((await desk.state())?.outgoing, []);
  await desk.after(5_000);
  assert.equal((await desk.table.outbox.recent(10)).length, 2);
});

test('a process that dies between sending and forgetting what it sent: nothing is sent twice', async () => {
  const desk = new DispatchDesk();
  await desk.event(desk.first());
  await desk.run();
  desk.nowMs += WAIT_MS;
  const { dispatch } = desk.storage;
  desk.storage.dispatch = {
    ...dispatch,
    save: async (document) => {
      if (document.value.outgoing.length === 0) throw new Error('died');
      return dispatch.save(document);
    },
  };
  await assert.rejects(desk.run(), /died/);
  desk.storage.dispatch = dispatch;
  const before = await desk.table.outbox.recent(10);
  assert.equal(before.length, 2);
  await desk.after(1_000);
  assert.deepEqual(await desk.table.outbox.recent(10), before);
});

test('a process that dies before the events are marked: they are taken in again, and told once', async () => {
  const desk = new DispatchDesk();
  const first = desk.first();
  await desk.event(first);
  const { outbox } = desk.storage;
  desk.storage.outbox = { ...outbox, update: () => Promise.reject(new Error('died')) };
  await assert.rejects(desk.run(), /died/);
  desk.nowMs += WAIT_MS;
  await assert.rejects(desk.run(), /died/);
  assert.deepEqual(await desk.said('ops'), ['LagHigh first']);
  desk.storage.outbox = outbox;
  await desk.event(desk.end(first));
  await desk.after(WAIT_MS);
  await desk.after(INTERVAL_MS);
  assert.deepEqual(await desk.said('ops'), ['LagHigh first', 'LagHigh resolved']);
  assert.equal(await desk.pendingEvents(), 0);
});

test('no end is marked while its beginning may be taken in again', async () => {
  const desk = new DispatchDesk();
  const first = desk.first();
  await desk.event(first);
  await desk.event(desk.end(first));
  const { outbox } = desk.storage;
  desk.storage.outbox = {
    ...outbox,
    update: async (entry) => {
      if (entry.value.notice.reason === 'first') throw new Error('died');
      return outbox.update(entry);
    },
  };
  await assert.rejects(desk.run(), /died/);
  assert.equal(await desk.pendingEvents(), 2);
  desk.storage.outbox = outbox;
  await desk.after(INTERVAL_MS);
  assert.deepEqual(await desk.messages(), []);
});

test('a beginning that somebody else took in while it was being looked for is left out', async () => {
  const desk = new DispatchDesk();
  const first = desk.first();
  await desk.event(first);
  const { outbox } = desk.storage;
  const stale = await outbox.due(desk.nowMs, 10, DISPATCH);
  await desk.run();
  desk.nowMs += 1_000;
  await desk.event(desk.end(first));
  await desk.run();
  assert.deepEqual((await desk.state())?.alerts, new Map());
  desk.storage.outbox = { ...outbox, due: async () => stale };
  await desk.run();
  assert.deepEqual((await desk.state())?.alerts, new Map(), 'it does not come back to fire for ever');
});

test('of two processes one decides, and the other decides again on what that one left', async () => {
  const desk = new DispatchDesk();
  await desk.event(desk.first());
  await desk.run();
  desk.nowMs += WAIT_MS;
  const other = { ...desk.context };
  await Promise.all([desk.run(), dispatchNow(other, desk.log), dispatchNow({ ...other }, desk.log)]);
  assert.deepEqual(await desk.said('ops'), ['LagHigh first']);
  assert.deepEqual((await desk.state())?.outgoing, []);
});

test('where others write for ever it gives up, and the events stay', async () => {
  const desk = new DispatchDesk();
  await desk.event(desk.first());
  const { dispatch } = desk.storage;
  let tried = 0;
  desk.storage.dispatch = {
    ...dispatch,
    save: async () => {
      tried += 1;
      return undefined;
    },
  };
  await assert.rejects(desk.run(), /others decided first 8 times/);
  assert.equal(tried, 8);
  assert.equal(await desk.pendingEvents(), 1);
});

test('a burst of calls costs two runs', async () => {
  const desk = new DispatchDesk();
  await desk.event(desk.first());
  const { dispatch } = desk.storage;
  let loads = 0;
  desk.storage.dispatch = {
    ...dispatch,
    load: async () => {
      loads += 1;
      return dispatch.load();
    },
  };
  await Promise.all(Array.from({ length: 16 }, desk.run));
  assert.equal(loads, 2);
});

test('a look at which nothing changes writes nothing and says nothing', async () => {
  const desk = new DispatchDesk();
  await desk.event(desk.first());
  await desk.run();
  await desk.after(WAIT_MS);
  await desk.after(WAIT_MS);
  const before = await desk.storage.dispatch.load();
  const lines = desk.logLines.length;
  await desk.after(1_000);
  assert.equal((await desk.storage.dispatch.load())?.version, before?.version);
  assert.equal(desk.logLines.length, lines);
});

test('a storm of 2,500 alerts is a few messages, and every event is taken in', async () => {
  const desk = new DispatchDesk();
  await Promise.all(Array.from({ length: 2_500 }, (_, n) => desk.event(desk.first(`s${n}/a~t${n}/a`))));
  await desk.run();
  assert.equal(await desk.pendingEvents(), 0);
  await desk.after(WAIT_MS);
  const [message] = (await desk.table.outbox.recent(10)).filter(({ channel }) => channel === 'ops');
  assert.equal(message?.notice.group?.firing, 2_500);
  assert.ok((await desk.said('ops')).length <= 10);
});

test('a silence holds back what begins, and its end lets it go', async () => {
  const desk = new DispatchDesk();
  const silence = {
    id: 's1',
    match: { server: ['one'] },
    author: 'Ada',
    comment: 'index rebuild',
    startsAtMs: START,
    endsAtMs: START + 600_000,
    createdAtMs: START,
  };
  await desk.storage.silences.save({ value: { silences: [silence] } });
  await desk.event(desk.first());
  await desk.run();
  await desk.after(WAIT_MS);
  assert.deepEqual(await desk.messages(), []);
  const hint = desk.queue.queued.at(-1);
  assert.equal(hint?.delaySeconds, 600, 'it looks again when the silence ends');
  await desk.after(600_000 - WAIT_MS);
  await desk.after(WAIT_MS);
  assert.deepEqual(await desk.said('ops'), ['LagHigh first']);
});

test('a silence that begins later is acknowledged where incidents are kept, when it begins', async () => {
  const desk = new DispatchDesk();
  await desk.event(desk.first());
  await desk.run();
  await desk.after(WAIT_MS);
  await desk.after(WAIT_MS);
  const startsAtMs = desk.nowMs + 120_000;
  const silence = { id: 's1', match: {}, author: 'Ada', comment: 'seen', createdAtMs: START };
  await desk.storage.silences.save({
    value: { silences: [{ ...silence, startsAtMs, endsAtMs: startsAtMs + 9_000_000 }] },
  });
  desk.queue.queued.length = 0;
  await desk.run();
  assert.equal(desk.queue.queued[0]?.delaySeconds, 120);
  await desk.after(120_000);
  assert.deepEqual(await desk.said('pager'), ['LagHigh first', 'LagHigh acknowledged']);
  assert.deepEqual(await desk.said('ops'), ['LagHigh first']);
});

test('a maintenance window holds back what begins in it', async () => {
  // START is 03:04:05 UTC.
  const desk = new DispatchDesk(
    'maintenance: [{ name: nightly, match: { server: one }, cron: "0 3 * * *", timeZone: UTC, duration: 1h }]\n',
  );
  await desk.event(desk.first());
  await desk.event(desk.first('three/orders~four/orders'));
  await desk.run();
  await desk.after(WAIT_MS);
  const told = (await desk.table.outbox.recent(10)).map(({ notice }) => notice.subject.key);
  assert.deepEqual([...new Set(told)], ['three/orders~four/orders']);
});

test('routes say which channel hears of it, and who takes over', async () => {
  const desk = new DispatchDesk(
    'routes: [{ match: { severity: error }, channels: [pager], handOver: [ops] }, { match: {}, channels: [ops] }]\n',
  );
  await desk.event(desk.first());
  await desk.event(desk.first('three/orders~four/orders', { severity: 'warning' }));
  await desk.run();
  await desk.after(WAIT_MS);
  const rows = await desk.table.outbox.recent(10);
  assert.deepEqual(rows.map(({ channel, notice, handOver }) => [channel, notice.severity, handOver ?? []]).sort(), [
    ['ops', 'warning', []],
    ['pager', 'error', ['ops']],
  ]);
});

test('a message says what Geowarden will do, and shows the lag before it', async () => {
  const desk = new DispatchDesk();
  const { history } = desk.storage;
  const lines = [1, 2, 9].map((lagSeconds, n) => ({
    linkKey: LINK,
    atMs: START + n * 1_000,
    state: 'caughtUp' as const,
    lagSeconds,
  }));
  desk.storage.history = { ...history, recent: async () => lines as Awaited<ReturnType<typeof history.recent>> };
  await desk.event(desk.first());
  await desk.run();
  await desk.after(WAIT_MS);
  const [row] = await desk.table.outbox.recent(1);
  assert.match(row?.notice.willDo ?? '', /in no recovery group/);
  assert.equal(row?.notice.trend?.lagSeconds.length, 30);
  assert.equal(row?.notice.trend?.lagSeconds.at(-1), 9);
});

test('a history that does not answer costs the picture, not the message', async () => {
  const desk = new DispatchDesk();
  const { history } = desk.storage;
  desk.storage.history = { ...history, recent: () => Promise.reject(new Error('away')) };
  await desk.event(desk.first());
  await desk.run();
  await desk.after(WAIT_MS);
  const [row] = await desk.table.outbox.recent(1);
  assert.equal(row?.notice.reason, 'first');
  assert.equal(row?.notice.trend, undefined);
});

test('without a configuration, and as a witness, nobody is told', async () => {
  const desk = new DispatchDesk();
  await desk.event(desk.first());
  const { configuration } = desk.context;
  assert.ok(configuration);
  desk.context = { ...desk.context, configuration: undefined };
  await desk.run();
  desk.context = { ...desk.context, configuration: { ...configuration, role: 'witness' } };
  await desk.run();
  assert.equal(await desk.pendingEvents(), 1);
  assert.equal(await desk.state(), undefined);
});

test('storage that does not answer is an error, and the events stay', async () => {
  const desk = new DispatchDesk();
  await desk.event(desk.first());
  desk.storageFails = new Error('storage is away');
  await assert.rejects(desk.run(), /storage is away/);
  desk.storageFails = undefined;
  await desk.run();
  assert.equal(await desk.pendingEvents(), 0);
});
