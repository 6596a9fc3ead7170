import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readNotifications } from '../../../shared/app/notificationList.ts';
import type { NotificationsView } from '../../../shared/views/notificationTypes.ts';
import { outboxEntry } from '../../contract/records.ts';
import { DispatchDesk, INTERVAL_MS, WAIT_MS } from './dispatchWorld.ts';
import { LINK, START } from './world.ts';

class Desk extends DispatchDesk {
  ask(limit: string | null = null, after: string | null = null) {
    return readNotifications(this.context, { limit, after });
  }

  async page(limit?: string, after?: string | null): Promise<NotificationsView> {
    const reply = await this.ask(limit, after);
    assert.equal(reply.status, 200, reply.body);
    return JSON.parse(reply.body) as NotificationsView;
  }

  async silence(): Promise<void> {
    const silence = { id: 's', match: { server: ['one'] }, author: 'Ada', comment: 'x', createdAtMs: START };
    await this.storage.silences.save({
      value: { silences: [{ ...silence, startsAtMs: START, endsAtMs: START + 600_000 }] },
    });
  }
}

const iso = (ms: number) => new Date(ms).toISOString();

test('before anything happened there is nothing, and it says so', async () => {
  assert.deepEqual(await new Desk().page(), { notifications: [], next: null, groups: [] });
});

test('what waits for its group is shown with why, and until when', async () => {
  const desk = new Desk();
  await desk.event(desk.first());
  await desk.run();
  const { groups, notifications } = await desk.page();
  assert.deepEqual(notifications, []);
  assert.deepEqual(groups?.map(({ channel }) => channel).sort(), ['ops', 'pager']);
  const ops = groups?.find(({ channel }) => channel === 'ops');
  assert.deepEqual(
    [ops?.because, ops?.reason, ops?.next, ops?.told, ops?.firing, ops?.since],
    ['groupWait', null, iso(START + WAIT_MS), null, 1, iso(START)],
  );
  assert.match(ops?.why ?? '', /waits 30 s for others/);
  assert.deepEqual(ops?.alerts, [{ condition: 'LagHigh', subject: LINK, muted: null }]);
});

test('to look changes nothing: what is due is shown as due, and told by the dispatcher alone', async () => {
  const desk = new Desk();
  await desk.event(desk.first());
  await desk.run();
  desk.nowMs += WAIT_MS;
  const { groups } = await desk.page();
  assert.deepEqual([groups?.[0]?.reason, groups?.[0]?.because, groups?.[0]?.next], ['first', null, null]);
  assert.deepEqual(await desk.messages(), []);
});

test('what was told is shown with its reason, its group and what became of it', async () => {
  const desk = new Desk('routes: [{ match: {}, channels: [ops], handOver: [pager] }]\n');
  await desk.event(desk.first());
  await desk.run();
  await desk.after(WAIT_MS);
  await desk.drainQueue();
  const { notifications, groups } = await desk.page();
  const [sent] = notifications;
  assert.deepEqual(
    [sent?.channel, sent?.condition, sent?.reason, sent?.severity, sent?.subject, sent?.firing, sent?.resolved],
    ['ops', 'LagHigh', 'first', 'error', LINK, 1, 0],
  );
  assert.deepEqual(
    [sent?.status, sent?.attempts, sent?.receipt, sent?.nextAttempt],
    ['delivered', 1, { at: iso(desk.nowMs), detail: 'accepted' }, null],
  );
  assert.deepEqual([sent?.handOver, sent?.passedTo, sent?.insteadOf], [['pager'], [], null]);
  assert.match(sent?.why ?? '', /new/);
  assert.equal(groups?.[0]?.because, 'unchanged');
  assert.equal(groups?.[0]?.told, iso(START + WAIT_MS));
});

test('a silenced alert is held, and says by whom and until when; what is held comes first', async () => {
  const desk = new Desk('notifications: { groupBy: [server] }\n');
  await desk.silence();
  await desk.event(desk.first('three/orders~four/orders'));
  await desk.run();
  await desk.after(WAIT_MS);
  await desk.event(desk.first());
  await desk.run();
  const { groups } = await desk.page();
  assert.deepEqual(groups?.map(({ because }) => because).sort(), ['silenced', 'silenced', 'unchanged', 'unchanged']);
  assert.equal(groups?.[0]?.because, 'silenced');
  assert.deepEqual(groups?.[0]?.alerts[0]?.muted, { because: 'silenced', by: 'Ada', until: iso(START + 600_000) });
});

test('what follows from something else names it, and has no end that a clock knows', async () => {
  const desk = new Desk();
  await desk.event(desk.first(LINK, { condition: 'PrimaryUnreachable' }));
  await desk.event(desk.first(LINK));
  await desk.run();
  const { groups } = await desk.page();
  const held = groups?.find(({ because }) => because === 'inhibited');
  assert.match(held?.alerts[0]?.muted?.by ?? '', /PrimaryUnreachable/);
  assert.equal(held?.alerts[0]?.muted?.until, null);
});

test('a group that is over is not shown any more', async () => {
  const desk = new Desk();
  const first = desk.first();
  await desk.event(first);
  await desk.run();
  await desk.after(WAIT_MS);
  await desk.event(desk.end(first));
  await desk.after(WAIT_MS);
  await desk.after(INTERVAL_MS);
  assert.deepEqual((await desk.page()).groups, []);
  assert.equal((await desk.page()).notifications.length, 4);
});

test('page after page, each message once, and the groups with the first page only', async () => {
  const desk = new Desk();
  const ids = Array.from({ length: 7 }, (_, n) => `a${n}`);
  await desk.table.outbox.add(ids.map((id, n) => outboxEntry(id, { createdAtMs: START - (n >> 1) })));
  const seen: string[] = [];
  let page = await desk.page('3');
  assert.deepEqual(page.groups, []);
  for (;;) {
    seen.push(...page.notifications.map(({ id }) => id));
    if (page.next === null) break;
    page = await desk.page('3', page.next);
    assert.equal(page.groups, undefined);
  }
  assert.deepEqual(seen, ids);
  assert.equal((await desk.page('7')).next, null);
});

test('a message that failed says who took it over', async () => {
  const desk = new Desk();
  const failed = outboxEntry('a1', { status: 'failed', lastError: 'HTTP 500', passedTo: ['mail'], handOver: ['mail'] });
  const taken = outboxEntry('a2', { channel: 'mail', insteadOf: 'oncall', createdAtMs: 2_000, nextAttemptAtMs: 9_000 });
  await desk.table.outbox.add([failed, taken]);
  const [newer, older] = (await desk.page()).notifications;
  assert.deepEqual([newer?.insteadOf, newer?.nextAttempt], ['oncall', iso(9_000)]);
  assert.deepEqual([older?.passedTo, older?.lastError], [['mail'], 'HTTP 500']);
});

test('whoever asks for no message gets the groups, and reads no outbox', async () => {
  const desk = new Desk();
  await desk.event(desk.first());
  await desk.run();
  desk.storage.outbox = { ...desk.storage.outbox, recent: () => Promise.reject(new Error('not asked')) };
  const { notifications, next, groups } = await desk.page('0');
  assert.deepEqual([notifications, next, groups?.length], [[], null, 2]);
});

test('a page that cannot be is refused', async () => {
  const desk = new Desk();
  for (const [limit, after] of [
    ['-1', null],
    ['201', null],
    ['', null],
    ['many', null],
    ['1.5', null],
    [null, ''],
    [null, 'a1'],
    [null, "1-x' or true"],
    [null, '99999999999999999-a'],
  ] as const) {
    assert.equal((await desk.ask(limit, after)).status, 400, `${limit} ${after}`);
  }
});

test('without a configuration the messages are shown all the same', async () => {
  const desk = new Desk();
  await desk.table.outbox.add([outboxEntry('a1')]);
  desk.context = { ...desk.context, configuration: undefined };
  const { notifications, groups } = await desk.page();
  assert.equal(notifications.length, 1);
  assert.deepEqual(groups, []);
});
