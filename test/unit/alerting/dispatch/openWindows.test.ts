import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { openWindows } from '../../../../shared/alerting/dispatch/openWindows.ts';
import type { MaintenanceWindow } from '../../../../shared/config/types.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const window = (more: Partial<MaintenanceWindow> = {}): MaintenanceWindow => ({
  name: 'index rebuild',
  match: { database: ['shop-we/*'] },
  cron: '0 2 * * sun',
  timeZone: 'UTC',
  durationMs: 2 * HOUR,
  ...more,
});

const at = (text: string): number => Date.parse(text);

/** Until when it is open at the moment, as ISO text; undefined: closed. */
function until(more: Partial<MaintenanceWindow>, moment: string): string | undefined {
  const [open] = openWindows([window(more)], at(moment));
  return open === undefined ? undefined : new Date(open.untilMs).toISOString();
}

test('a window is open from the moment it begins to before the moment it ends', () => {
  // A Sunday.
  const end = '2026-07-19T04:00:00.000Z';
  assert.equal(until({}, '2026-07-19T01:59:59.999Z'), undefined);
  assert.equal(until({}, '2026-07-19T02:00:00.000Z'), end);
  assert.equal(until({}, '2026-07-19T02:00:00.001Z'), end);
  assert.equal(until({}, '2026-07-19T03:59:59.999Z'), end);
  assert.equal(until({}, '2026-07-19T04:00:00.000Z'), undefined);
  assert.equal(until({}, '2026-07-20T02:30:00.000Z'), undefined, 'on Monday');
});

test('an open window says its name and whom it is for, and nothing of its own making', () => {
  assert.deepEqual(openWindows([window()], at('2026-07-19T03:00:00Z')), [
    { name: 'index rebuild', match: { database: ['shop-we/*'] }, untilMs: at('2026-07-19T04:00:00Z') },
  ]);
});

test('without windows none is open', () => {
  assert.deepEqual(openWindows([], at('2026-07-19T03:00:00Z')), []);
});

test('of several, those that are open are named in their order', () => {
  const windows = [
    window({ name: 'a', cron: '0 3 * * *' }),
    window({ name: 'b', cron: '0 9 * * *' }),
    window({ name: 'c', cron: '30 1 * * *' }),
  ];
  assert.deepEqual(
    openWindows(windows, at('2026-07-15T03:15:00Z')).map(({ name }) => name),
    ['a', 'c'],
  );
});

test('the clock is that of the time zone', () => {
  const berlin = { timeZone: 'Europe/Berlin' };
  assert.equal(until(berlin, '2026-07-18T23:59:59Z'), undefined);
  assert.equal(until(berlin, '2026-07-19T00:00:00Z'), '2026-07-19T02:00:00.000Z', 'summer: UTC and two hours');
  assert.equal(until(berlin, '2026-01-18T00:30:00Z'), undefined);
  assert.equal(until(berlin, '2026-01-18T01:00:00Z'), '2026-01-18T03:00:00.000Z', 'winter: UTC and one hour');
});

test('in spring the hour that is left out begins when it is over, and lasts as long as ever', () => {
  // 29 March 2026: 02:00 becomes 03:00 at 01:00 UTC.
  const berlin = { timeZone: 'Europe/Berlin' };
  assert.equal(until(berlin, '2026-03-29T00:59:59.999Z'), undefined);
  assert.equal(until(berlin, '2026-03-29T01:00:00.000Z'), '2026-03-29T03:00:00.000Z');
  assert.equal(until(berlin, '2026-03-29T02:59:59.999Z'), '2026-03-29T03:00:00.000Z');
  assert.equal(until(berlin, '2026-03-29T03:00:00.000Z'), undefined);
  const half = { ...berlin, cron: '30 2 * * *' };
  assert.equal(until(half, '2026-03-29T01:00:00Z'), '2026-03-29T03:00:00.000Z', '02:30 is not there either');
});

test('in spring a window that is open when the clock jumps is not cut short', () => {
  const berlin = { timeZone: 'Europe/Berlin', cron: '0 1 * * sun' };
  assert.equal(until(berlin, '2026-03-29T00:00:00Z'), '2026-03-29T02:00:00.000Z');
  assert.equal(until(berlin, '2026-03-29T01:59:59Z'), '2026-03-29T02:00:00.000Z', 'it is 03:59 on the wall');
  assert.equal(until(berlin, '2026-03-29T02:00:00Z'), undefined);
});

test('in autumn the hour that comes twice opens the window once, the first time', () => {
  // 25 October 2026: 03:00 becomes 02:00 at 01:00 UTC.
  const berlin = { timeZone: 'Europe/Berlin' };
  assert.equal(until(berlin, '2026-10-24T23:59:59.999Z'), undefined);
  assert.equal(until(berlin, '2026-10-25T00:00:00.000Z'), '2026-10-25T02:00:00.000Z');
  assert.equal(
    until(berlin, '2026-10-25T01:00:00.000Z'),
    '2026-10-25T02:00:00.000Z',
    'the second 02:00 prolongs nothing',
  );
  assert.equal(until(berlin, '2026-10-25T01:59:59.999Z'), '2026-10-25T02:00:00.000Z');
  assert.equal(until(berlin, '2026-10-25T02:00:00.000Z'), undefined);
});

test('a list of hours is no reason to open twice in that night', () => {
  const berlin = { timeZone: 'Europe/Berlin', cron: '0 2,14 * * *', durationMs: 30 * MINUTE };
  assert.equal(until(berlin, '2026-10-25T00:10:00Z'), '2026-10-25T00:30:00.000Z');
  assert.equal(until(berlin, '2026-10-25T01:10:00Z'), undefined);
  assert.equal(until(berlin, '2026-10-25T13:10:00Z'), '2026-10-25T13:30:00.000Z');
});

test('what comes every hour comes in every hour of that night', () => {
  const hourly = { timeZone: 'Europe/Berlin', cron: '0 * * * *', durationMs: 10 * MINUTE };
  const starts = ['2026-10-25T00', '2026-10-25T01', '2026-10-25T02', '2026-03-29T00', '2026-03-29T01', '2026-03-29T02'];
  for (const hour of starts) {
    assert.equal(until(hourly, `${hour}:05:00Z`), `${hour}:10:00.000Z`);
    assert.equal(until(hourly, `${hour}:15:00Z`), undefined);
  }
});

test('a night before or after the change is like any other', () => {
  const berlin = { timeZone: 'Europe/Berlin', cron: '0 2 * * *' };
  assert.equal(until(berlin, '2026-03-28T01:30:00Z'), '2026-03-28T03:00:00.000Z');
  assert.equal(until(berlin, '2026-03-30T00:30:00Z'), '2026-03-30T02:00:00.000Z');
  assert.equal(until(berlin, '2026-10-24T00:30:00Z'), '2026-10-24T02:00:00.000Z');
  assert.equal(until(berlin, '2026-10-26T01:30:00Z'), '2026-10-26T03:00:00.000Z');
});

test('a change of half an hour is one too', () => {
  // Lord Howe, 4 October 2026: 02:00 becomes 02:30 at 15:30 UTC of the day before.
  const lordHowe = { timeZone: 'Australia/Lord_Howe', cron: '15 2 * * *', durationMs: HOUR };
  assert.equal(until(lordHowe, '2026-10-03T15:29:59Z'), undefined);
  assert.equal(until(lordHowe, '2026-10-03T15:30:00Z'), '2026-10-03T16:30:00.000Z');
});

test('a beginning while it is open prolongs it', () => {
  const often = { cron: '*/30 * * * *', durationMs: HOUR };
  assert.equal(until(often, '2026-07-15T10:10:00Z'), '2026-07-15T11:00:00.000Z');
  assert.equal(until(often, '2026-07-15T10:30:00Z'), '2026-07-15T11:30:00.000Z');
});

test('a window of seven days is still open on the seventh', () => {
  const week = { cron: '0 0 1 * *', durationMs: 7 * DAY };
  assert.equal(until(week, '2026-07-07T23:59:59Z'), '2026-07-08T00:00:00.000Z');
  assert.equal(until(week, '2026-07-08T00:00:00Z'), undefined);
});

test('rare days are found: the 29th of February, the last day of a month, the second Monday', () => {
  assert.equal(until({ cron: '0 12 29 2 *' }, '2028-02-29T13:00:00Z'), '2028-02-29T14:00:00.000Z');
  assert.equal(until({ cron: '0 12 29 2 *' }, '2027-03-01T13:00:00Z'), undefined);
  assert.equal(until({ cron: '0 12 L * *' }, '2026-02-28T12:30:00Z'), '2026-02-28T14:00:00.000Z');
  assert.equal(until({ cron: '0 12 * * 1#2' }, '2026-07-13T12:30:00Z'), '2026-07-13T14:00:00.000Z');
  assert.equal(until({ cron: '0 12 * * 1#2' }, '2026-07-20T12:30:00Z'), undefined);
});

test('a day of the month and a day of the week are either of them, as cron has it', () => {
  const either = { cron: '0 12 13 * fri' };
  assert.equal(until(either, '2026-07-13T12:30:00Z'), '2026-07-13T14:00:00.000Z', 'a Monday, the 13th');
  assert.equal(until(either, '2026-07-17T12:30:00Z'), '2026-07-17T14:00:00.000Z', 'a Friday, the 17th');
  assert.equal(until(either, '2026-07-15T12:30:00Z'), undefined);
});

test('an expression or a time zone that is none is refused, not taken for closed', () => {
  const now = at('2026-07-15T00:00:00Z');
  for (const wrong of [{ cron: '0 2 * *' }, { cron: '0 2 * * * *' }, { cron: '0 25 * * *' }, { timeZone: 'Nowhere' }]) {
    assert.throws(() => openWindows([window(wrong)], now), /Cron|Invalid|timezone/i, JSON.stringify(wrong));
  }
});

test('whatever the moment, a window that is open ends later and began no longer ago than it lasts', () => {
  const start = at('2026-03-20T00:00:00Z');
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 250 * 24 * 60 }),
      fc.constantFrom('0 2 * * *', '30 2 * * sun', '*/45 * * * *', '0 1,3 * * *'),
      fc.constantFrom('Europe/Berlin', 'America/New_York', 'UTC'),
      fc.integer({ min: 1, max: 30 * 60 }),
      (minutes, cron, timeZone, lasts) => {
        const nowMs = start + minutes * MINUTE;
        const [open] = openWindows([window({ cron, timeZone, durationMs: lasts * MINUTE })], nowMs);
        if (open === undefined) return;
        assert.ok(open.untilMs > nowMs && open.untilMs <= nowMs + lasts * MINUTE);
        const begun = openWindows([window({ cron, timeZone, durationMs: MINUTE })], open.untilMs - lasts * MINUTE);
        assert.equal(begun.length, 1, 'at its beginning the shortest window is open as well');
      },
    ),
    { numRuns: 400 },
  );
});
