import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAuditCommand } from '../../../../doctor/audit/commandLine.ts';
import { type AuditFinding, exitStatusOf, renderFinding } from '../../../../doctor/audit/render.ts';

const HASH = 'cd'.repeat(32);
const INTACT: AuditFinding = { intact: true, entries: 42, lastHash: HASH };

test('only an intact chain ends with 0; damage and ignorance are told apart', () => {
  assert.equal(exitStatusOf(INTACT), 0);
  assert.equal(exitStatusOf({ intact: true, entries: 0, lastHash: HASH }), 0);
  assert.equal(exitStatusOf({ intact: false, brokenAt: 3, sentence: 'x' }), 1);
  assert.equal(exitStatusOf({ intact: null, sentence: 'x' }), 2);
});

test('the end that is shown is an anchor that the next run takes', () => {
  const [, anchor = ''] = /--anchor (\S+)$/.exec(renderFinding(INTACT)) ?? [];
  const command = readAuditCommand(['--anchor', anchor]);
  assert.deepEqual(command.do === 'verify' && command.options.anchor, { sequence: 41, hash: HASH });
});

test('damage is told with its place and reason', () => {
  const text = renderFinding({ intact: false, brokenAt: 7, sentence: 'Its content was changed.' });
  assert.equal(text, 'The audit chain is damaged at entry 7. Its content was changed.');
});

test('an empty chain is not praised: it may be the wrong account', () => {
  assert.match(renderFinding({ intact: true, entries: 0, lastHash: HASH }), /empty.*account of the app/);
});

test('one entry is one entry', () => {
  assert.match(renderFinding({ intact: true, entries: 1, lastHash: HASH }), /1 entry\./);
});

test('a chain whose beginning was removed says from where it holds, and its end is an anchor all the same', () => {
  const text = renderFinding({ ...INTACT, from: 100 });
  assert.match(text, /42 entries from entry 100 on; those before it were kept for long enough and removed\./);
  const [, anchor = ''] = /--anchor (\S+)$/.exec(text) ?? [];
  const command = readAuditCommand(['--anchor', anchor]);
  assert.deepEqual(command.do === 'verify' && command.options.anchor, { sequence: 141, hash: HASH });
});
