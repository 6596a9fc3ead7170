import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCron, lastCronMs } from '../../../shared/config/cron.ts';

const last = (expression: string, timeZone: string, moment: string): string | undefined => {
  const ms = lastCronMs(expression, timeZone, Date.parse(moment));
  return ms === undefined ? undefined : new Date(ms).toISOString();
};

test('five fields with values that there are make an expression', () => {
  for (const right of [
    '* * * * *',
    '0 2 * * sun',
    '0  2 * * 7',
    '*/15 9-17 * jan-mar mon-fri',
    '0 2 1,15 * *',
    '0 0 29 2 *',
  ]) {
    assert.equal(isCron(right), true, right);
  }
});

test('more or fewer fields, nicknames, dates and what never comes make none', () => {
  const none = [
    '',
    '* * * *',
    '* * * * * *',
    '@daily',
    '2030-01-01T00:00:00',
    '0 0 31 2 *',
    '60 * * * *',
    '* 24 * * *',
  ];
  for (const wrong of [...none, ' * * * * *', '* * * * * ', '*\t* * * *', '* * 0 * *', '* * * 13 *', '* * * * noday']) {
    assert.equal(isCron(wrong), false, JSON.stringify(wrong));
  }
});

test('the last moment is the one before now, or now itself', () => {
  assert.equal(last('0 2 * * *', 'UTC', '2026-07-15T01:59:59.999Z'), '2026-07-14T02:00:00.000Z');
  assert.equal(last('0 2 * * *', 'UTC', '2026-07-15T02:00:00.000Z'), '2026-07-15T02:00:00.000Z');
  assert.equal(last('0 2 * * *', 'UTC', '2026-07-15T02:00:00.001Z'), '2026-07-15T02:00:00.000Z');
});

test('the time zone says when the day and the hour are', () => {
  assert.equal(last('0 2 * * *', 'Europe/Berlin', '2026-07-15T12:00:00Z'), '2026-07-15T00:00:00.000Z');
  assert.equal(last('0 2 * * *', 'Europe/Berlin', '2026-01-15T12:00:00Z'), '2026-01-15T01:00:00.000Z');
  assert.equal(last('0 0 * * mon', 'Pacific/Auckland', '2026-07-12T13:00:00Z'), '2026-07-12T12:00:00.000Z');
});

test('an hour that a night leaves out is made up for, one that comes twice counts once', () => {
  assert.equal(last('30 2 * * *', 'Europe/Berlin', '2026-03-29T06:00:00Z'), '2026-03-29T01:00:00.000Z');
  assert.equal(last('30 2 * * *', 'Europe/Berlin', '2026-10-25T06:00:00Z'), '2026-10-25T00:30:00.000Z');
  assert.equal(last('0 2 * * sun', 'America/New_York', '2026-03-08T12:00:00Z'), '2026-03-08T07:00:00.000Z');
  assert.equal(last('30 1 * * sun', 'America/New_York', '2026-11-01T12:00:00Z'), '2026-11-01T05:30:00.000Z');
});

test('what comes every hour comes in both of them', () => {
  assert.equal(last('30 * * * *', 'Europe/Berlin', '2026-10-25T01:45:00Z'), '2026-10-25T01:30:00.000Z');
});

test('an expression or a time zone that is none is refused', () => {
  assert.throws(() => last('0 2 * * * *', 'UTC', '2026-07-15T00:00:00Z'), TypeError);
  assert.throws(() => last('0 2 * * *', 'Europe/Nowhere', '2026-07-15T00:00:00Z'));
});
