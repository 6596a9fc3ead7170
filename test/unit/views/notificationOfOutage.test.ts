import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toNotificationView } from '../../../shared/views/alerts.ts';
import { outageEntry } from '../../contract/records.ts';

test('the API shows of a question that it was told, and nothing that its link is made of', () => {
  const entry = outageEntry('m1', { status: 'delivered', receipt: { atMs: 2_000, detail: 'accepted' } });
  const view = toNotificationView(entry);
  assert.deepEqual([view.condition, view.subject, view.status], ['ApprovalWaiting', 'shop', 'delivered']);
  const { tokenId, fingerprint, page } = entry.notice.outage?.approval ?? assert.fail('a question was expected');
  const shown = JSON.stringify(view);
  for (const secret of [`"${tokenId}"`, `"${fingerprint}"`, page, 'approval', 'outage']) {
    assert.equal(shown.includes(secret), false, secret);
  }
});
