import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noticeId, outboxEntryId } from '../../../shared/alerting/noticeId.ts';

const identity = {
  subjectKey: 'a/x~b/x',
  condition: 'LagHigh',
  sinceMs: 1,
  firedAtMs: 2,
  reason: 'first',
} as const;

test('the same notice has the same id in every process, for ever', () => {
  // A changed formula would send again everything that is under way during an update.
  assert.equal(noticeId(identity), 'd67a254499440bcafaf1c92156ef26c7');
  assert.equal(outboxEntryId('n', 'teams'), 'fa2332d14733053e0792de6fc4d27f3f');
});

test('each part tells two notices apart', () => {
  const ids = [
    noticeId(identity),
    noticeId({ ...identity, subjectKey: 'a/y~b/y' }),
    noticeId({ ...identity, condition: 'LagUnknown' }),
    noticeId({ ...identity, sinceMs: 2 }),
    noticeId({ ...identity, firedAtMs: 3 }),
    noticeId({ ...identity, reason: 'resolved' }),
    noticeId({ ...identity, reason: 'worse' }),
    noticeId({ ...identity, reason: 'worse', severity: 'error' }),
    noticeId({ ...identity, reason: 'worse', severity: 'critical' }),
  ];
  assert.equal(new Set(ids).size, ids.length);
});

test('parts cannot run into one another', () => {
  assert.notEqual(outboxEntryId('ab', 'c'), outboxEntryId('a', 'bc'));
  assert.notEqual(outboxEntryId('a","b', 'c'), outboxEntryId('a', 'b","c'));
});

test('ids are safe as table keys and in mail headers', () => {
  assert.match(noticeId({ ...identity, subjectKey: 'ü/#?\\~\r\n' }), /^[0-9a-f]{32}$/);
});
