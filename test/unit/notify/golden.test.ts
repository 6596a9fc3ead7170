/**
 * Every message as people get it. After a wanted change: GEOWARDEN_WRITE_GOLDEN=1 node --test test/unit/notify/golden.test.ts, then read the
 * difference as its reader would.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { renderTeams } from '../../../shared/notify/card/renderTeams.ts';
import { renderMail } from '../../../shared/notify/mail/renderMail.ts';
import { goldenMessages } from './goldenMessages.ts';

const FOLDER = new URL('./golden/', import.meta.url);

function matchesGolden(file: string, seen: string): void {
  const path = new URL(file, FOLDER);
  if (process.env.GEOWARDEN_WRITE_GOLDEN === '1') writeFileSync(path, seen);
  assert.equal(seen, readFileSync(path, 'utf8'), file);
}

for (const { name, notice, context } of goldenMessages()) {
  test(`${name} reads as it did when it was last read by a person`, () => {
    const mail = renderMail(notice, context);
    const head = Object.entries({ Subject: mail.subject, ...mail.headers }).map(([key, value]) => `${key}: ${value}\n`);
    matchesGolden(`${name}.json`, `${JSON.stringify(renderTeams(notice, context, { compact: false }), null, 2)}\n`);
    matchesGolden(`${name}.html`, mail.html);
    matchesGolden(`${name}.txt`, `${head.join('')}\n${mail.text}`);
  });
}

test('no golden file is left over from a message that no longer exists', () => {
  const expected = goldenMessages().flatMap(({ name }) => ['html', 'json', 'txt'].map((ending) => `${name}.${ending}`));
  assert.deepEqual(readdirSync(FOLDER).sort(), expected.sort());
});
