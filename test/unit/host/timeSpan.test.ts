import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTimeSpan } from '../../../local/host/timeSpan.ts';

test('reads hours, minutes and seconds', () => {
  assert.equal(parseTimeSpan('00:00:30'), 30_000);
  assert.equal(parseTimeSpan('01:02:03'), 3_723_000);
  assert.equal(parseTimeSpan('00:05'), 300_000, 'the seconds may be left out');
  assert.equal(parseTimeSpan(' 0:0:1 '), 1_000, 'single digits and blanks around are fine');
});

test('reads days and fractions of a second', () => {
  assert.equal(parseTimeSpan('1.00:00:00'), 86_400_000);
  assert.equal(parseTimeSpan('00:00:00.200'), 200);
  assert.equal(parseTimeSpan('00:00:00.0000001'), 0, 'ticks below a millisecond are rounded');
  assert.equal(parseTimeSpan('00:00:01.5'), 1_500);
});

test('keeps the sign', () => {
  assert.equal(parseTimeSpan('-00:00:01'), -1_000);
});

test('refuses 24 hours, which .NET would read as 24 days, and numbers beyond their place', () => {
  for (const text of ['24:00:00', '00:60:00', '00:00:60', '99:99']) assert.equal(parseTimeSpan(text), undefined, text);
});

test('refuses what is no TimeSpan', () => {
  for (const text of ['', '5', '* * * * *', 'PT5M', '00:00:00:00:00', '1:2:3.12345678']) {
    assert.equal(parseTimeSpan(text), undefined, text);
  }
});
