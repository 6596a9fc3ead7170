import assert from 'node:assert/strict';
import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { withScratch } from '../../../bench/scratch.ts';

describe('a scratch folder', () => {
  test('is there while it is used, and gone with all that is in it afterwards', async () => {
    const folder = await withScratch(async (scratch) => {
      await writeFile(join(scratch.folder, 'names.json'), '[]');
      return scratch.folder;
    });
    await assert.rejects(access(folder), { code: 'ENOENT' });
  });

  test('is gone too when what used it fails, and what was opened is closed, the last first', async () => {
    const closed: string[] = [];
    const opened = (name: string) => ({ close: async () => closed.push(name) });
    let folder = '';
    const failing = withScratch(async (scratch) => {
      folder = scratch.folder;
      scratch.closing(opened('estate'));
      scratch.closing(opened('storage'));
      throw new Error('no figures');
    });
    await assert.rejects(failing, /no figures/);
    assert.deepEqual(closed, ['storage', 'estate']);
    await assert.rejects(access(folder), { code: 'ENOENT' });
  });
});
