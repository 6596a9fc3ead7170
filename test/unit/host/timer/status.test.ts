import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSchedule } from '../../../../local/host/timer/schedule.ts';
import {
  BEGINNING,
  createMemoryStatusStore,
  formatDate,
  parseStatus,
  statusAtStart,
  toPascalCase,
} from '../../../../local/host/timer/status.ts';

const at = (text: string) => Date.parse(text);
const hourly = parseSchedule('0 0 * * * *', {});
const NOW = at('2026-03-04T10:30:00Z');

test('dates are written as .NET writes them', () => {
  assert.equal(formatDate(BEGINNING), '0001-01-01T00:00:00+00:00');
  assert.equal(formatDate(at('2026-03-04T02:30:00Z')), '2026-03-04T02:30:00+00:00');
  assert.equal(formatDate(at('2026-03-04T02:30:00.250Z')), '2026-03-04T02:30:00.250+00:00');
});

test('a stored status reads back as it was', () => {
  const status = { last: BEGINNING, next: NOW, lastUpdated: NOW + 1 };
  assert.deepEqual(parseStatus(JSON.stringify(toPascalCase(status))), status);
});

test('an unreadable status counts as none', () => {
  for (const text of ['', '{}', 'null', '{"Last":"x","Next":"y","LastUpdated":"z"}'])
    assert.equal(parseStatus(text), undefined, text);
});

test('the first start stores the next occurrence, so that it cannot be missed', () => {
  const start = statusAtStart(undefined, hourly, NOW);
  const next = at('2026-03-04T11:00:00Z');
  assert.deepEqual(start, {
    isPastDue: false,
    status: { last: BEGINNING, next, lastUpdated: BEGINNING },
    toStore: { last: BEGINNING, next, lastUpdated: NOW },
  });
});

test('a start before the next occurrence changes nothing', () => {
  const stored = {
    last: at('2026-03-04T10:00:00Z'),
    next: at('2026-03-04T11:00:00Z'),
    lastUpdated: at('2026-03-04T10:00:00Z'),
  };
  assert.deepEqual(statusAtStart(stored, hourly, NOW), { status: stored, isPastDue: false, toStore: undefined });
});

test('a missed occurrence makes the timer past due', () => {
  const stored = {
    last: at('2026-03-04T08:00:00Z'),
    next: at('2026-03-04T09:00:00Z'),
    lastUpdated: at('2026-03-04T08:00:00Z'),
  };
  assert.deepEqual(statusAtStart(stored, hourly, NOW), { status: stored, isPastDue: true, toStore: undefined });
});

test('an occurrence that was missed before the very first run counts too', () => {
  const stored = { last: BEGINNING, next: at('2026-03-04T10:00:00Z'), lastUpdated: at('2026-03-04T09:30:00Z') };
  assert.equal(statusAtStart(stored, hourly, NOW).isPastDue, true);
});

test('a changed schedule starts afresh and is not past due', () => {
  const stored = {
    last: at('2026-03-04T08:00:00Z'),
    next: at('2026-03-04T08:05:00Z'),
    lastUpdated: at('2026-03-04T08:00:00Z'),
  };
  const start = statusAtStart(stored, hourly, NOW);
  const fresh = { last: BEGINNING, next: at('2026-03-04T11:00:00Z'), lastUpdated: NOW };
  assert.deepEqual(start, { status: fresh, isPastDue: false, toStore: fresh });
});

test('a changed schedule whose occurrence is still to come keeps the moment it was reckoned from', () => {
  const stored = {
    last: at('2026-03-04T10:20:00Z'),
    next: at('2026-03-04T10:35:00Z'),
    lastUpdated: at('2026-03-04T10:20:00Z'),
  };
  const start = statusAtStart(stored, hourly, NOW);
  assert.deepEqual(start.toStore, {
    last: BEGINNING,
    next: at('2026-03-04T11:00:00Z'),
    lastUpdated: at('2026-03-04T10:20:00Z'),
  });
  assert.equal(start.isPastDue, false);
});

test('a status without any date is reckoned from now', () => {
  const stored = { last: BEGINNING, next: BEGINNING, lastUpdated: BEGINNING };
  assert.equal(statusAtStart(stored, hourly, NOW).status.next, at('2026-03-04T11:00:00Z'));
});

test('the memory store keeps each timer apart', async () => {
  const store = createMemoryStatusStore();
  await store.write('a', { last: 1, next: 2, lastUpdated: 3 });
  assert.deepEqual(await store.read('a'), { last: 1, next: 2, lastUpdated: 3 });
  assert.equal(await store.read('b'), undefined);
});
