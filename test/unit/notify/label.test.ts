import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Notice, NoticeReason, Severity } from '../../../shared/alerting/types.ts';
import { labelOf, toneOf } from '../../../shared/notify/label.ts';
import { CLOSINGS } from '../../../shared/notify/wording/closed.ts';
import { groupNotices } from './groupNotices.ts';

const notice = (reason: NoticeReason, severity: Severity = 'critical'): Notice => {
  const [one] = groupNotices();
  assert.ok(one);
  return { ...one[1], reason, severity, durationMs: 130_000 };
};

test('every reason has a label of its own', () => {
  const labels = (
    ['first', 'worse', 'flapping', 'more', 'still', 'someResolved', 'acknowledged', 'resolved'] as const
  ).map((reason) => labelOf(notice(reason), undefined));
  assert.deepEqual(labels, [
    'Critical',
    'Now critical',
    'Critical, comes and goes',
    'Critical, and more of it',
    'Still critical',
    'Critical, partly resolved',
    'Critical, acknowledged',
    'Resolved after 2 min 10 s',
  ]);
});

test('what becomes or stays so is named in a sentence’s words', () => {
  assert.equal(labelOf(notice('worse', 'error'), undefined), 'Now an error');
  assert.equal(labelOf(notice('still', 'warning'), undefined), 'Still a warning');
  assert.equal(labelOf(notice('still', 'info'), undefined), 'Still a notice');
});

test('what goes on looks as bad as it is, whatever part of it is over', () => {
  for (const reason of ['first', 'worse', 'flapping', 'more', 'still', 'someResolved', 'acknowledged'] as const)
    assert.equal(toneOf(notice(reason, 'error'), undefined), 'error', reason);
});

test('only what was seen to end looks good', () => {
  assert.equal(toneOf(notice('resolved'), undefined), 'resolved');
  assert.equal(toneOf(notice('resolved'), CLOSINGS.subjectRemoved), 'closed');
  assert.equal(labelOf(notice('resolved'), CLOSINGS.subjectRemoved), 'No longer watched');
});
