import assert from 'node:assert/strict';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { approvalKey } from '../../../local/desk/approvalKey.ts';

test('the key is long, random, for its owner only, and the same after a restart', async (t) => {
  const folders = await Promise.all(['a', 'b'].map((name) => mkdtemp(path.join(tmpdir(), `key-${name}-`))));
  t.after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));
  const [one = '', other = ''] = folders;
  const key = await approvalKey(one);
  assert.ok(Buffer.from(key, 'base64').length >= 32);
  assert.equal(await approvalKey(one), key);
  assert.notEqual(await approvalKey(other), key);
  assert.equal((await stat(path.join(one, 'approval-key'))).mode & 0o077, 0);
});
