import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outboxEntries } from '../../../shared/alerting/outboxEntries.ts';
import { OUTAGE_SHARD } from '../../../shared/alerting/ports.ts';
import type { Notice, OutageConditionName } from '../../../shared/alerting/types.ts';
import { directTargets } from '../../../shared/app/dispatchDirect.ts';
import { DispatchDesk, dispatchConfiguration, INTERVAL_MS, WAIT_MS } from './dispatchWorld.ts';
import { LINK, START } from './world.ts';

const ROUTES = `routes:
  - { match: { condition: RegionOutage }, channels: [pager], handOver: [ops] }
  - { match: {}, channels: [ops] }
`;

class Desk extends DispatchDesk {
  outage(condition: OutageConditionName = 'RegionOutage', region = 'westeurope'): Notice {
    return {
      id: `first ${condition} ${region}`,
      condition,
      reason: 'first',
      severity: 'critical',
      subject: { kind: 'region', key: region },
      atMs: this.nowMs,
      sinceMs: this.nowMs,
      durationMs: 0,
      sentence: 'It is down.',
      outage: { group: 'shop' },
    };
  }

  /** As an incident stores it: one transaction, in the partition of the incidents. */
  async tell(notice: Notice): Promise<void> {
    const { configuration } = this.context;
    assert.ok(configuration);
    const targets = await directTargets(configuration, this.storage, this.nowMs);
    await this.table.outbox.add(outboxEntries([notice], targets, OUTAGE_SHARD, this.nowMs));
  }
}

test('an outage is told at once to the channels of its route, before anybody has dispatched', async () => {
  const desk = new Desk(ROUTES);
  await desk.tell(desk.outage());
  await desk.tell(desk.outage('FailoverDone'));
  const rows = await desk.table.outbox.recent(10);
  assert.deepEqual(rows.map(({ channel, notice, handOver }) => [channel, notice.condition, handOver]).sort(), [
    ['ops', 'FailoverDone', undefined],
    ['pager', 'RegionOutage', ['ops']],
  ]);
  assert.equal(await desk.pendingEvents(), 2, 'and the dispatcher has a copy of each');
});

test('without routes every channel hears of it', async () => {
  const desk = new Desk();
  await desk.tell(desk.outage());
  assert.deepEqual((await desk.messages()).map(({ channel }) => channel).sort(), ['ops', 'pager']);
});

test('the dispatcher tells no outage a second time', async () => {
  const desk = new Desk();
  await desk.tell(desk.outage());
  await desk.run();
  await desk.after(WAIT_MS);
  await desk.after(INTERVAL_MS);
  assert.equal((await desk.messages()).length, 2);
  assert.equal(await desk.pendingEvents(), 0);
});

test('its end goes to whoever was told of the beginning, whatever the routes say by then', async () => {
  const desk = new Desk(ROUTES);
  const first = desk.outage();
  await desk.tell(first);
  await desk.run();
  desk.context = {
    ...desk.context,
    configuration: dispatchConfiguration('routes: [{ match: {}, channels: [ops] }]\n'),
  };
  desk.nowMs += 600_000;
  const end = desk.end(first);
  await desk.tell(end);
  assert.deepEqual(await desk.said('pager'), ['RegionOutage first'], 'the dispatcher brings it');
  await desk.run();
  await desk.run();
  assert.deepEqual(await desk.said('pager'), ['RegionOutage first', 'RegionOutage resolved']);
  assert.deepEqual(await desk.said('ops'), []);
  const [closing] = await desk.table.outbox.recent(1);
  assert.deepEqual([closing?.shard, closing?.handOver, closing?.notice.follows], [OUTAGE_SHARD, ['ops'], first.id]);
  const pointers = desk.queue.queued.filter(({ shard }) => shard === OUTAGE_SHARD);
  assert.deepEqual(
    pointers.map(({ id }) => id),
    [closing?.id],
  );
});

test('every kind of outage message is closed, also those that mute nothing', async () => {
  const desk = new Desk();
  for (const condition of [
    'DatabaseOutage',
    'ApprovalWaiting',
    'FailoverDone',
    'FailoverFailed',
    'AutomationPaused',
  ] as const) {
    desk.nowMs += 1_000;
    const first = desk.outage(condition);
    await desk.tell(first);
    desk.nowMs += 1_000;
    await desk.tell(desk.end(first));
    await desk.run();
    assert.deepEqual((await desk.said('ops')).slice(-2), [`${condition} first`, `${condition} resolved`]);
  }
});

test('a beginning that is no longer kept: whoever would hear of it now hears of its end', async () => {
  const desk = new Desk(ROUTES);
  await desk.tell(desk.end(desk.outage()));
  await desk.run();
  assert.deepEqual(
    (await desk.messages()).map(({ channel, reason }) => [channel, reason]),
    [['pager', 'resolved']],
  );
});

test('a process that dies while it brings an end brings it again, once', async () => {
  const desk = new Desk();
  const first = desk.outage();
  await desk.tell(first);
  desk.nowMs += 1_000;
  await desk.tell(desk.end(first));
  const { dispatch } = desk.storage;
  desk.storage.dispatch = { ...dispatch, save: () => Promise.reject(new Error('died')) };
  await assert.rejects(desk.run(), /died/);
  assert.deepEqual(await desk.said('ops'), ['RegionOutage first', 'RegionOutage resolved']);
  desk.storage.dispatch = dispatch;
  await desk.run();
  assert.deepEqual(await desk.said('ops'), ['RegionOutage first', 'RegionOutage resolved']);
  assert.equal(await desk.pendingEvents(), 0);
});

test('a silence of everything silences no outage', async () => {
  const desk = new Desk();
  const silence = { id: 's', match: {}, author: 'Ada', comment: 'x', createdAtMs: START };
  await desk.storage.silences.save({
    value: { silences: [{ ...silence, startsAtMs: START, endsAtMs: START + 10 * INTERVAL_MS }] },
  });
  const first = desk.outage();
  await desk.tell(first);
  await desk.event(desk.first());
  await desk.run();
  await desk.after(INTERVAL_MS);
  await desk.tell(desk.end(first));
  await desk.run();
  assert.deepEqual(await desk.said('ops'), ['RegionOutage first', 'RegionOutage resolved']);
});

test('what follows from an outage is not told while it lasts', async () => {
  const desk = new Desk();
  const outage = desk.outage('DatabaseOutage');
  const database = { ...outage, subject: { kind: 'database' as const, key: 'one/orders' } };
  await desk.tell(database);
  await desk.event(desk.first(LINK, { condition: 'PrimaryUnreachable' }));
  await desk.run();
  await desk.after(WAIT_MS);
  assert.deepEqual(await desk.said('ops'), ['DatabaseOutage first']);
  await desk.tell(desk.end(database));
  await desk.run();
  await desk.after(INTERVAL_MS);
  assert.deepEqual(await desk.said('ops'), [
    'DatabaseOutage first',
    'DatabaseOutage resolved',
    'PrimaryUnreachable first',
  ]);
});
