import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseNcrontab } from '../../../../local/host/timer/ncrontab.ts';

function next(expression: string, after: string): string | undefined {
  const at = parseNcrontab(expression)(Date.parse(after));
  return at === undefined ? undefined : new Date(at).toISOString().replace('.000Z', 'Z');
}

const cases: [expression: string, after: string, expected: string][] = [
  ['* * * * * *', '2026-03-04T01:02:03Z', '2026-03-04T01:02:04Z'],
  ['* * * * * *', '2026-03-04T01:02:03.999Z', '2026-03-04T01:02:04Z'],
  ['*/20 * * * * *', '2026-03-04T01:02:03Z', '2026-03-04T01:02:20Z'],
  ['*/20 * * * * *', '2026-03-04T01:02:40Z', '2026-03-04T01:03:00Z'],
  ['0 */5 * * * *', '2026-03-04T01:02:03Z', '2026-03-04T01:05:00Z'],
  ['0 */5 * * * *', '2026-03-04T01:05:00Z', '2026-03-04T01:10:00Z'],
  ['0 30 2 * * *', '2026-03-04T02:30:00Z', '2026-03-05T02:30:00Z'],
  ['30 2 * * *', '2026-03-04T01:02:03Z', '2026-03-04T02:30:00Z'],
  ['0 0 0 1 1 *', '2026-03-04T00:00:00Z', '2027-01-01T00:00:00Z'],
  ['0 0 0 29 2 *', '2026-03-04T00:00:00Z', '2028-02-29T00:00:00Z'],
  ['0 0 0 31 * *', '2026-04-01T00:00:00Z', '2026-05-31T00:00:00Z'],
  ['0 0 9 * * 1-5', '2026-03-06T09:00:00Z', '2026-03-09T09:00:00Z'],
  ['0 0 9 * * MON,Wed', '2026-03-04T10:00:00Z', '2026-03-09T09:00:00Z'],
  ['0 0 0 1 january *', '2026-03-04T00:00:00Z', '2027-01-01T00:00:00Z'],
  ['0 0 0 1 Jan-Mar *', '2026-03-04T00:00:00Z', '2027-01-01T00:00:00Z'],
  ['0 10-20/5 * * * *', '2026-03-04T01:11:00Z', '2026-03-04T01:15:00Z'],
  ['0 50/5 * * * *', '2026-03-04T01:51:00Z', '2026-03-04T01:55:00Z'],
  ['0 50/5 * * * *', '2026-03-04T01:55:00Z', '2026-03-04T02:50:00Z'],
  ['0 0,30 * * * *', '2026-03-04T01:00:00Z', '2026-03-04T01:30:00Z'],
  ['59 59 23 31 12 *', '2026-12-31T23:59:58Z', '2026-12-31T23:59:59Z'],
  ['0 0 0 29 2 0', '2026-01-01T00:00:00Z', '2032-02-29T00:00:00Z'],
];
for (const [expression, after, expected] of cases) {
  test(`"${expression}" after ${after} is ${expected}`, () => {
    assert.equal(next(expression, after), expected);
  });
}

test('day and day of week must both fit', () => {
  assert.equal(next('0 0 0 13 * 5', '2026-03-14T00:00:00Z'), '2026-11-13T00:00:00Z', 'the next Friday the 13th');
});

test('a date that does not exist never comes', () => {
  assert.equal(next('0 0 0 30 2 *', '2026-01-01T00:00:00Z'), undefined);
});

test('occurrences strictly increase', () => {
  const step = parseNcrontab('7,13 */9 3-5 * * *');
  let at = Date.parse('2026-01-01T00:00:00Z');
  for (let count = 0; count < 500; count++) {
    const following: number = step(at) ?? assert.fail('there is always a next one');
    assert.ok(following > at);
    const date = new Date(following);
    assert.ok([7, 13].includes(date.getUTCSeconds()) && date.getUTCMinutes() % 9 === 0);
    assert.ok(date.getUTCHours() >= 3 && date.getUTCHours() <= 5);
    at = following;
  }
});

const faulty: [expression: string, message: RegExp][] = [
  ['* * * *', /has 4 fields; NCRONTAB has six/],
  ['* * * * * * *', /has 7 fields/],
  ['', /has 1 fields/],
  ['60 * * * * *', /"60" is no second .*0 to 59/],
  ['0 0 24 * * *', /"24" is no hour/],
  ['0 0 0 0 * *', /"0" is no day in/],
  ['0 0 0 * 13 *', /"13" is no month/],
  ['0 0 0 * * 7', /"7" is no day of week .*0 to 6/],
  ['0 0 0 * * mo', /"mo" is no day of week/],
  ['0 5-1 * * * *', /"5-1" is no minute/],
  ['0 1-2-3 * * * *', /"1-2-3" is no minute/],
  ['0 */0 * * * *', /is no minute/],
  ['0 */x * * * *', /is no minute/],
  ['0 1/2/3 * * * *', /is no minute/],
  ['0 , * * * *', /is no minute/],
  ['0 1, * * * *', /is no minute/],
  ['0 -1 * * * *', /is no minute/],
];
for (const [expression, message] of faulty) {
  test(`"${expression}" is refused`, () => {
    assert.throws(() => parseNcrontab(expression), message);
  });
}
