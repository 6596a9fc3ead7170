import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Expectation } from '../../../local/play/expectationSchema.ts';
import { judge, questionsOf, timesOf, type World } from '../../../local/play/expectations.ts';
import type { ShownStatus } from '../../../local/play/product.ts';

const model = (overrides: Record<string, unknown> = {}) =>
  ({
    linkViews: () => [{ phase: 'SUSPENDED', role: 'PRIMARY' }],
    databases: () => [
      { name: 'stock-1', role: 'PRIMARY' },
      { name: 'stock-2', role: 'SECONDARY' },
    ],
    acceptedFailovers: () => [],
    ...overrides,
  }) as unknown as World['model'];

function world(overrides: Partial<World> = {}): World {
  return {
    model: model(),
    beganAtMs: 0,
    notifications: [],
    paged: [],
    pings: [],
    failoverCalls: [],
    deliveries: [],
    page: undefined,
    kills: 0,
    status: undefined,
    held: undefined,
    incidents: undefined,
    explanations: undefined,
    operations: undefined,
    ...overrides,
  };
}

const note = (channel: 'teams' | 'smtp', condition: string, reason: string) => ({
  atMs: 0,
  channel,
  condition,
  reason,
  text: `${condition} is told: 500 links`,
});
const link = (state: string, lagSeconds: number | null) =>
  ({
    primary: { server: 'a', database: 'x' },
    secondary: { server: 'b', database: 'x' },
    state,
    lagSeconds,
  }) as NonNullable<ShownStatus['links']>[number];

test('a notification is expected by what it says', () => {
  const expected: Expectation = { by: 1, notified: { channel: 'teams', condition: 'LagHigh', reason: 'first' } };
  assert.equal(judge(expected, world({ notifications: [note('teams', 'LagHigh', 'first')] })).holds, true);
  assert.equal(judge(expected, world({ notifications: [note('smtp', 'LagHigh', 'first')] })).holds, false);
  assert.deepEqual(judge(expected, world({ notifications: [note('teams', 'LagHigh', 'resolved')] })), {
    holds: false,
    seen: 'teams LagHigh resolved',
  });
});

test('a message that is expected after a time has to arrive from then on', () => {
  const expected: Expectation = { after: 45_000, by: 75_000, notified: { condition: 'LagHigh', reason: 'resolved' } };
  const told = (atMs: number) =>
    judge(expected, world({ beganAtMs: 1_000, notifications: [{ ...note('teams', 'LagHigh', 'resolved'), atMs }] }));
  assert.equal(told(45_999).holds, false);
  assert.equal(told(46_000).holds, true);
});

test('words of a message are looked for in any case, wherever a mail breaks its lines', () => {
  const wrapped = { ...note('smtp', 'LagHigh', 'first'), text: 'It came\r\nand  went 3 times' };
  const isTold = { by: 1, notified: { says: 'came and went 3 times' } };
  assert.equal(judge(isTold, world({ notifications: [wrapped] })).holds, true);
  const isNotTold = { always: { notified: { says: 'came and went 3 times', atMost: 0 } } };
  assert.equal(judge(isNotTold, world({ notifications: [wrapped] })).holds, false);
  const told = world({ notifications: [note('teams', 'LagHigh', 'first')] });
  assert.equal(judge({ by: 1, notified: { condition: 'LagHigh', says: '500 LINKS' } }, told).holds, true);
  assert.equal(judge({ by: 1, notified: { condition: 'LagHigh', says: '501 links' } }, told).holds, false);
});

test('what is held back is expected with its reason: of one alert, or of its group', () => {
  const held = [
    { channel: 'ops', because: 'groupWait', alerts: [{ condition: 'LagHigh', muted: null }] },
    { channel: 'mail', because: 'unchanged', alerts: [{ condition: 'LinkAbsent', muted: { because: 'inhibited' } }] },
  ];
  const expected = (condition: string, because: string, channel?: string): Expectation => ({
    by: 1,
    held: { condition, because, ...(channel === undefined ? {} : { channel }) },
  });
  assert.equal(judge(expected('LagHigh', 'groupWait'), world({ held })).holds, true);
  assert.equal(judge(expected('LinkAbsent', 'inhibited', 'mail'), world({ held })).holds, true);
  assert.equal(judge(expected('LinkAbsent', 'inhibited', 'ops'), world({ held })).holds, false);
  assert.equal(
    judge(expected('LagHigh', 'silenced'), world({ held })).seen,
    'ops: LagHigh (groupWait); mail: LinkAbsent inhibited (unchanged)',
  );
  assert.equal(judge(expected('LagHigh', 'silenced'), world()).seen, 'the app did not answer');
  assert.equal(questionsOf([expected('LagHigh', 'silenced')]).held, true);
});

test('nothing told is said so', () => {
  assert.equal(judge({ by: 1, notified: { condition: 'LagHigh' } }, world()).seen, 'no message');
});

test('at most is broken by one too many', () => {
  const expected: Expectation = { always: { notified: { condition: 'LagHigh', atMost: 1 } } };
  const one = note('teams', 'LagHigh', 'first');
  assert.equal(judge(expected, world({ notifications: [one, note('teams', 'LagUnknown', 'first')] })).holds, true);
  assert.equal(judge(expected, world({ notifications: [one, one] })).holds, false);
});

test('the link is judged as the estate sees it', () => {
  assert.equal(judge({ by: 1, link: { database: 'a/x', state: 'SUSPENDED' } }, world()).holds, true);
  assert.deepEqual(judge({ by: 1, link: { database: 'a/x', state: 'CATCH_UP' } }, world()), {
    holds: false,
    seen: 'SUSPENDED',
  });
});

test('a primary that was replaced and has not heard of it is none', () => {
  const databases = () => [{ name: 'orders', role: 'PRIMARY', supersededMs: 5 }];
  assert.deepEqual(judge({ by: 1, primary: { orders: 'a' } }, world({ model: model({ databases }) })), {
    holds: false,
    seen: 'a/orders was replaced, and has not heard of it',
  });
});

test('every database that a pattern names must be primary there', () => {
  assert.equal(judge({ by: 1, primary: { 'stock-1': 'a' } }, world()).holds, true);
  assert.deepEqual(judge({ by: 1, primary: { 'stock-*': 'a' } }, world()), {
    holds: false,
    seen: 'a/stock-2 is SECONDARY',
  });
  assert.equal(judge({ by: 1, primary: { orders: 'a' } }, world()).holds, false);
});

test('forced failovers are counted per database', () => {
  const expected: Expectation = { always: { acceptedForcedFailovers: { perDatabase: { atMost: 1 } } } };
  const forced = (database: string) => ({ database, mode: 'forced' });
  const run = (...list: unknown[]) => judge(expected, world({ model: model({ acceptedFailovers: () => list }) })).holds;
  assert.equal(run(forced('x'), forced('y'), { database: 'x', mode: 'planned' }), true);
  assert.equal(run(forced('x'), forced('x')), false);
});

test('what the product shows is read off its own API', () => {
  const status = {
    health: 'ok',
    links: [link('caughtUp', 4)],
    problems: [{ area: 'sampling', subject: 'a/x', code: 'firewall:40615' }],
  };
  const shows = (expected: Extract<Expectation, { shows: unknown }>['shows']) =>
    judge({ by: 1, shows: expected }, world({ status })).holds;
  assert.equal(shows({ health: 'ok' }), true);
  assert.equal(shows({ health: 'late' }), false);
  assert.equal(shows({ link: 'a/x', state: 'caughtUp', lagAtLeast: 4_000 }), true);
  assert.equal(shows({ link: 'a/x', lagAtLeast: 5_000 }), false);
  assert.equal(shows({ link: 'a/y' }), false);
  assert.equal(shows({ problem: 'firewall:40615' }), true);
  assert.equal(shows({ problem: 'identity' }), false);
});

test('an alert that nobody was told of is shown with its phase', () => {
  const status = { links: [link('caughtUp', 0)], alerts: [{ condition: 'LagUnknown', phase: 'pending' }] };
  const shows = (expected: Extract<Expectation, { shows: unknown }>['shows']) =>
    judge({ by: 1, shows: expected }, world({ status }));
  assert.equal(shows({ alert: { condition: 'LagUnknown', phase: 'pending' } }).holds, true);
  assert.equal(shows({ alert: { condition: 'LagUnknown' } }).holds, true);
  assert.deepEqual(shows({ alert: { condition: 'LagUnknown', phase: 'firing' } }), {
    holds: false,
    seen: 'LagUnknown pending',
  });
  assert.equal(shows({ alert: { condition: 'LagHigh' } }).holds, false);
  assert.equal(shows({ alert: { condition: 'LagUnknown' }, link: 'a/x', state: 'suspended' }).holds, false);
  const quiet = judge({ by: 1, shows: { alert: { condition: 'LagHigh' } } }, world({ status: {} }));
  assert.deepEqual(quiet, { holds: false, seen: 'no alert' });
});

test('an unknown lag is at least nothing', () => {
  const status = { links: [link('lagUnknown', null)] };
  assert.equal(judge({ by: 1, shows: { link: 'a/x', lagAtLeast: 0 } }, world({ status })).holds, false);
});

test('an app that does not answer shows nothing', () => {
  assert.deepEqual(judge({ by: 1, shows: { health: 'ok' } }, world()), {
    holds: false,
    seen: 'the app did not answer',
  });
});

test('a range expects each of its databases', () => {
  const status = {
    links: [
      {
        primary: { server: 'a', database: 'db-1' },
        secondary: { server: 'b', database: 'db-1' },
        state: 'caughtUp',
        lagSeconds: 0,
      },
    ],
  };
  const verdict = judge({ by: 1, shows: { link: 'a/db-{1..2}', state: 'caughtUp' } }, world({ status }));
  assert.equal(verdict.holds, false);
});

test('only a by has times', () => {
  assert.deepEqual(timesOf({ by: 5, shows: {} }), { after: 0, by: 5 });
  assert.deepEqual(timesOf({ after: 3, by: 5, shows: {} }), { after: 3, by: 5 });
  assert.equal(timesOf({ always: { notified: { atMost: 0 } } }), undefined);
});

test('the link of a secondary is not the link of a primary', () => {
  const expected: Expectation = { by: 1, link: { database: 'a/x', state: 'CATCH_UP' } };
  const seenFrom = (role: string) =>
    judge(expected, world({ model: model({ linkViews: () => [{ phase: 'CATCH_UP', role }] }) }));
  assert.equal(seenFrom('PRIMARY').holds, true);
  assert.deepEqual(seenFrom('SECONDARY'), { holds: false, seen: 'no link' });
});

test('calls for a failover are counted whatever they were answered, and by T-SQL when they were accepted', () => {
  const expected: Expectation = { always: { failoverCalls: { perDatabase: { atMost: 1 } } } };
  const call = (what: string, status: number) => ({ atMs: 0, what, status });
  const failover = (by: string) => ({ database: 'Orders', by, mode: 'forced' });
  const holds = (failoverCalls: World['failoverCalls'], accepted: object[] = []) =>
    judge(expected, world({ failoverCalls, model: model({ acceptedFailovers: () => accepted }) }));
  assert.equal(holds([]).holds, true);
  assert.equal(holds([call('orders', 202), call('stock', 400)], [failover('arm')]).holds, true);
  assert.deepEqual(holds([call('orders', 202), call('orders', 400)]), {
    holds: false,
    seen: 'orders: 2 calls for a failover',
  });
  assert.equal(holds([call('orders', 202)], [failover('tsql')]).holds, false);
});

test('events are delivered when their subscriber took them, counted by event and subscriber, or all together', () => {
  const delivery = (eventId: string, outcome: number | 'unreachable' = 202, subscription = 'first') => ({
    ...{ atMs: 0, topic: 't', attempt: 1 },
    ...{ eventId, outcome, subscription },
  });
  const holds = (deliveries: World['deliveries']) => [
    judge({ by: 1, delivered: { oneEvent: { atLeast: 2 } } }, world({ deliveries })).holds,
    judge({ always: { delivered: { atMost: 1 } } }, world({ deliveries })).holds,
  ];
  assert.deepEqual(holds([]), [false, true]);
  assert.deepEqual(holds([delivery('a'), delivery('a', 500), delivery('a', 'unreachable')]), [false, true]);
  assert.deepEqual(holds([delivery('a'), delivery('b'), delivery('a', 202, 'second')]), [false, false]);
  assert.deepEqual(holds([delivery('a'), delivery('a')]), [true, false]);
});

test('kills are counted', () => {
  const expected: Expectation = { by: 1, killed: { atLeast: 2 } };
  assert.deepEqual(judge(expected, world({ kills: 1 })), { holds: false, seen: 'killed 1 times' });
  assert.equal(judge(expected, world({ kills: 2 })).holds, true);
});

test('only what is expected is asked of the product', () => {
  const nothing = { status: false, held: false, incidents: false, explanations: false, operations: false };
  assert.deepEqual(questionsOf([{ by: 1, notified: {} }, { score: {} }, { by: 1, page: {} }]), nothing);
  assert.deepEqual(questionsOf([{ by: 1, shows: {} }]), { ...nothing, status: true });
  assert.deepEqual(questionsOf([{ by: 1, incident: {} }]), { ...nothing, incidents: true });
  assert.deepEqual(questionsOf([{ always: { noIncident: {} } }]), { ...nothing, incidents: true });
  assert.deepEqual(questionsOf([{ by: 1, explained: { group: 'shop' } }]), { ...nothing, explanations: true });
  assert.deepEqual(questionsOf([{ by: 1, operation: {} }]), { ...nothing, operations: true });
});

test('a score is judged when there is one', () => {
  const expected: Expectation = { score: { lossSeconds: { atMost: 2 } } };
  assert.deepEqual(judge(expected, world()), { holds: false, seen: 'there is no score yet' });
});
