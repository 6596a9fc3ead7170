/** Whatever is told of what goes on says what it means now, and not what it meant. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NoticeReason } from '../../../shared/alerting/types.ts';
import { composeMessage } from '../../../shared/notify/composeMessage.ts';
import { renderMail } from '../../../shared/notify/mail/renderMail.ts';
import { conditionNotices } from './conditionNotices.ts';
import { CONTEXT, notices } from './notices.ts';

const FIRST = [...notices().map(([, notice]) => notice), ...conditionNotices()].filter(
  ({ reason }) => reason === 'first',
);

const GOES_ON: readonly NoticeReason[] = [
  'first',
  'worse',
  'flapping',
  'more',
  'still',
  'someResolved',
  'acknowledged',
];

for (const reason of GOES_ON) {
  test(`${reason}: every condition keeps its title, its meaning and what to do, and says that it goes on`, () => {
    for (const notice of FIRST) {
      const first = composeMessage(notice, CONTEXT);
      const again = composeMessage({ ...notice, reason }, CONTEXT);
      assert.deepEqual(
        [again.title, again.meaning, again.steps, again.willDo, again.tone],
        [first.title, first.meaning, first.steps, first.willDo, first.tone],
        notice.condition,
      );
      assert.match(again.facts.find(({ title }) => title === 'Since')?.value ?? '', / so far$/);
      assert.equal(again.facts.find(({ title }) => title === 'Reason')?.value, reason);
      const mail = renderMail({ ...notice, reason }, CONTEXT);
      assert.equal(mail.headers['X-Geowarden-Reason'], reason);
      assert.ok(mail.subject.startsWith(`[${again.label}] `));
    }
  });
}

test('every message of what goes on says what Geowarden does, in the decision, by itself or in its question', () => {
  for (const notice of FIRST) {
    const { willDo, decision, sentence } = composeMessage(notice, CONTEXT);
    const isQuestion = notice.condition === 'ApprovalWaiting';
    assert.ok(isQuestion ? /person/.test(sentence) : (willDo ?? decision), `${notice.condition}: ${sentence}`);
  }
});
