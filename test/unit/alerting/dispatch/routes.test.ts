import assert from 'node:assert/strict';
import { test } from 'node:test';
import { routesOf } from '../../../../shared/alerting/dispatch/routes.ts';
import type { Labels, Severity } from '../../../../shared/alerting/types.ts';
import type { Route, Weekday } from '../../../../shared/config/types.ts';

const CHANNELS = ['pager', 'teams', 'mail'].map((name) => ({ name }));
/** A Wednesday, 12:00 UTC. */
const NOON = Date.UTC(2026, 6, 15, 12);

const alert = (severity: Severity = 'error', more: Partial<Labels> = {}): Labels => ({
  condition: ['LagHigh'],
  severity: [severity],
  scope: ['shop'],
  group: [],
  region: ['westeurope'],
  server: ['shop-we'],
  database: ['shop-we/orders'],
  ...more,
});

const route = (channels: string[], more: Partial<Route> = {}): Route => ({
  match: {},
  channels,
  handOver: [],
  goOn: false,
  ...more,
});

const CRITICAL = { match: { severity: ['critical'] } };

/** The names of the channels that hear of the alert. */
function heard(routes: readonly Route[], labels: Labels, nowMs = NOON): string[] {
  return routesOf(routes, CHANNELS, nowMs)(labels).map(({ channel }) => channel);
}

test('without routes every channel hears everything, and none takes over', () => {
  assert.deepEqual(
    routesOf([], CHANNELS, NOON)(alert()),
    CHANNELS.map(({ name }) => ({ channel: name, handOver: [] })),
  );
});

test('without channels nobody hears of anything', () => {
  assert.deepEqual(routesOf([], [], NOON)(alert()), []);
});

test('the first route that matches decides', () => {
  const routes = [route(['pager'], CRITICAL), route(['teams']), route(['mail'])];
  assert.deepEqual(heard(routes, alert('critical')), ['pager']);
  assert.deepEqual(heard(routes, alert('warning')), ['teams']);
});

test('what no route matches goes to every channel', () => {
  assert.deepEqual(heard([route(['pager'], CRITICAL)], alert('info')), ['pager', 'teams', 'mail']);
});

test('a route that goes on lets the next that matches speak too, and no more than that', () => {
  const routes = [
    route(['pager'], { ...CRITICAL, goOn: true }),
    route(['mail'], { match: { scope: ['warehouse'] } }),
    route(['teams']),
    route(['mail']),
  ];
  assert.deepEqual(heard(routes, alert('critical')), ['pager', 'teams']);
  assert.deepEqual(heard(routes, alert('error')), ['teams']);
});

test('where the last route goes on, what it told is enough: the others are not told as well', () => {
  assert.deepEqual(heard([route(['pager'], { goOn: true })], alert()), ['pager']);
});

test('a channel that two routes name is told once, and all who take over for it are kept in order', () => {
  const routes = [
    route(['pager'], { handOver: ['mail'], goOn: true }),
    route(['pager'], { handOver: ['chat', 'mail'] }),
  ];
  assert.deepEqual(routesOf(routes, CHANNELS, NOON)(alert()), [{ channel: 'pager', handOver: ['mail', 'chat'] }]);
});

test('a channel that hears of the alert itself does not take over as well', () => {
  const routes = [
    route(['pager'], { handOver: ['mail', 'chat'], goOn: true }),
    route(['mail'], { handOver: ['chat'] }),
  ];
  assert.deepEqual(routesOf(routes, CHANNELS, NOON)(alert()), [
    { channel: 'pager', handOver: ['chat'] },
    { channel: 'mail', handOver: ['chat'] },
  ]);
});

test('all channels of a route share those that take over', () => {
  assert.deepEqual(routesOf([route(['pager', 'teams'], { handOver: ['mail'] })], CHANNELS, NOON)(alert()), [
    { channel: 'pager', handOver: ['mail'] },
    { channel: 'teams', handOver: ['mail'] },
  ]);
});

test('a route is chosen by any label', () => {
  const routes = [
    route(['pager'], { match: { group: ['payments'] } }),
    route(['teams'], { match: { region: ['north*'], scope: ['shop'] } }),
    route(['mail'], { match: { condition: ['RegionOutage', 'Failover*'] } }),
  ];
  assert.deepEqual(heard(routes, alert('error', { group: ['Payments'] })), ['pager']);
  assert.deepEqual(heard(routes, alert('error', { region: ['northeurope'] })), ['teams']);
  assert.deepEqual(heard(routes, alert('critical', { condition: ['FailoverFailed'] })), ['mail']);
});

const at = (text: string): number => Date.parse(text);

/** Does a route with these times hold at the moment? */
function holds(times: Partial<NonNullable<Route['times']>>, moment: string): boolean {
  const days: Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
  const whole = { days, fromMinute: 0, toMinute: 1440, timeZone: 'UTC', ...times };
  return heard([route(['pager'], { times: whole })], alert(), at(moment)).length === 1;
}

const OFFICE = { fromMinute: 8 * 60, toMinute: 18 * 60 };

test('a route with times holds from its first minute to before its last', () => {
  assert.equal(holds(OFFICE, '2026-07-15T07:59:59.999Z'), false);
  assert.equal(holds(OFFICE, '2026-07-15T08:00:00.000Z'), true);
  assert.equal(holds(OFFICE, '2026-07-15T17:59:59.999Z'), true);
  assert.equal(holds(OFFICE, '2026-07-15T18:00:00.000Z'), false);
});

test('every day has its name', () => {
  const monday = at('2026-07-13T12:00:00Z');
  const names: Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
  for (const [index, name] of names.entries()) {
    const open = names.filter((_, day) => holds({ days: [name] }, new Date(monday + day * 86_400_000).toISOString()));
    assert.deepEqual(open, [name], `the day ${index} of the week`);
  }
});

test('a day of 24 hours has its first and its last minute', () => {
  assert.equal(holds({ days: ['wed'] }, '2026-07-15T00:00:00Z'), true);
  assert.equal(holds({ days: ['wed'] }, '2026-07-15T23:59:59Z'), true);
  assert.equal(holds({ days: ['wed'] }, '2026-07-16T00:00:00Z'), false);
});

const NIGHT = { fromMinute: 22 * 60, toMinute: 6 * 60 };

test('over midnight the day on which the night began counts', () => {
  const friday = { ...NIGHT, days: ['fri'] as Weekday[] };
  assert.equal(holds(friday, '2026-07-17T21:59:00Z'), false);
  assert.equal(holds(friday, '2026-07-17T22:00:00Z'), true);
  assert.equal(holds(friday, '2026-07-18T05:59:00Z'), true, 'on Saturday morning');
  assert.equal(holds(friday, '2026-07-18T06:00:00Z'), false);
  assert.equal(holds(friday, '2026-07-17T05:00:00Z'), false, 'that night began on Thursday');
  assert.equal(holds(friday, '2026-07-18T22:00:00Z'), false);
});

test('a night from Sunday reaches into Monday', () => {
  const sunday = { ...NIGHT, days: ['sun'] as Weekday[] };
  assert.equal(holds(sunday, '2026-07-20T03:00:00Z'), true);
  assert.equal(holds(sunday, '2026-07-19T03:00:00Z'), false);
});

test('until midnight may be written as the beginning of the next day', () => {
  const evening = { fromMinute: 20 * 60, toMinute: 0, days: ['wed'] as Weekday[] };
  assert.equal(holds(evening, '2026-07-15T23:59:59Z'), true);
  assert.equal(holds(evening, '2026-07-16T00:00:00Z'), false);
});

test('the clock is that of the time zone, in summer and in winter', () => {
  const berlin = { ...OFFICE, timeZone: 'Europe/Berlin' };
  assert.equal(holds(berlin, '2026-07-15T06:00:00Z'), true, 'UTC and two hours');
  assert.equal(holds(berlin, '2026-07-15T16:00:00Z'), false);
  assert.equal(holds(berlin, '2026-01-14T06:30:00Z'), false, 'UTC and one hour');
  assert.equal(holds(berlin, '2026-01-14T07:00:00Z'), true);
});

test('the day is that of the time zone as well', () => {
  const monday = { days: ['mon'] as Weekday[], timeZone: 'Pacific/Auckland' };
  assert.equal(holds(monday, '2026-07-12T12:30:00Z'), true, 'Sunday noon in UTC is Monday half past midnight there');
  assert.equal(holds(monday, '2026-07-13T12:30:00Z'), false);
  assert.equal(holds({ ...monday, timeZone: 'Asia/Kathmandu' }, '2026-07-12T18:15:00Z'), true, 'at 00:00, by 5:45 h');
});

test('a route that does not hold now is passed over, and the next decides', () => {
  const routes = [
    route(['pager'], { times: { days: ['sat', 'sun'], fromMinute: 0, toMinute: 1440, timeZone: 'UTC' } }),
    route(['teams']),
  ];
  assert.deepEqual(heard(routes, alert(), at('2026-07-18T12:00:00Z')), ['pager']);
  assert.deepEqual(heard(routes, alert(), NOON), ['teams']);
});

test('a time zone that nobody knows is refused where the routes are made, not for each alert', () => {
  const times = { days: ['mon'] as Weekday[], fromMinute: 0, toMinute: 60, timeZone: 'Europe/Nowhere' };
  assert.throws(() => routesOf([route(['pager'], { times })], CHANNELS, NOON), RangeError);
});

test('asking is cheap: the same routes give the same list, not a new one each time', () => {
  const ask = routesOf([route(['pager'], CRITICAL), route(['teams'], { goOn: true }), route(['mail'])], CHANNELS, NOON);
  assert.equal(ask(alert('error')), ask(alert('warning')));
  assert.notEqual(ask(alert('error')), ask(alert('critical')));
});
