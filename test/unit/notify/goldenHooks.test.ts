/**
 * Every message as PagerDuty, Slack and a webhook get it, in files that no formatter touches. After a wanted change:
 * GEOWARDEN_WRITE_GOLDEN=1 node --test test/unit/notify/goldenHooks.test.ts, then read the difference as its reader would.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { renderPagerDuty } from '../../../shared/notify/pagerDuty/renderPagerDuty.ts';
import { renderSlack } from '../../../shared/notify/slack/renderSlack.ts';
import { renderWebhook } from '../../../shared/notify/webhook/renderWebhook.ts';
import { goldenMessages } from './goldenMessages.ts';

const FOLDER = new URL('./goldenHooks/', import.meta.url);

for (const { name, notice, context } of goldenMessages()) {
  test(`${name} reads as it did when it was last read by a person`, () => {
    const seen = JSON.stringify(
      {
        pagerDuty: renderPagerDuty(notice, context, { compact: false }),
        slack: renderSlack(notice, context, { compact: false }),
        webhook: renderWebhook(notice, context, { compact: false }),
      },
      null,
      2,
    );
    const path = new URL(`${name}.txt`, FOLDER);
    if (process.env.GEOWARDEN_WRITE_GOLDEN === '1') writeFileSync(path, `${seen}\n`);
    assert.equal(`${seen}\n`, readFileSync(path, 'utf8'), name);
  });
}

test('no golden file is left over from a message that no longer exists', () => {
  const expected = goldenMessages().map(({ name }) => `${name}.txt`);
  assert.deepEqual(readdirSync(FOLDER).sort(), expected.sort());
});
