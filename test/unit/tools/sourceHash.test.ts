import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { sourceHash } from '../../../local/tools/sourceHash.ts';

let root = '';
const put = (name: string, content: string) => writeFile(path.join(root, name), content);

before(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'source-hash-'));
  for (const folder of [
    'functions',
    'shared/room',
    'dashboard/browser',
    'docs/conditions',
    'test',
    'node_modules/some',
  ])
    await mkdir(path.join(root, folder), { recursive: true });
  await put('functions/main.ts', 'one');
  await put('shared/room/door.ts', 'two');
  await put('dashboard/page.html', 'three');
  await put('node_modules/.package-lock.json', '{}');
});

after(() => rm(root, { recursive: true }));

test('the same sources have the same hash, whatever lies beside them', async () => {
  const first = await sourceHash(root);
  await put('test/some.test.ts', 'x');
  await put('node_modules/some/index.js', 'x');
  assert.equal(await sourceHash(root), first);
});

const changes: Array<[what: string, change: () => Promise<void>]> = [
  ['a file of the product', () => put('shared/room/door.ts', 'TWO')],
  ['a new file', () => put('shared/room/window.ts', '')],
  ['the name of a file', () => rename(path.join(root, 'shared/room/window.ts'), path.join(root, 'shared/room/w.ts'))],
  ['a file that is gone', () => rm(path.join(root, 'shared/room/w.ts'))],
  ['the page', () => put('dashboard/page.html', 'four')],
  ['its script', () => put('dashboard/browser/main.ts', '')],
  ['its style', () => put('dashboard/page.css', '')],
  ['the page of a condition', () => put('docs/conditions/lag-high.md', '')],
  ['an installed package', () => put('node_modules/.package-lock.json', '{"packages":{}}')],
];
for (const [what, change] of changes) {
  test(`another hash follows from ${what}`, async () => {
    const before = await sourceHash(root);
    await change();
    assert.notEqual(await sourceHash(root), before);
  });
}

test('what moves from one file to the next is seen', async () => {
  await put('functions/a.ts', 'ab');
  await put('functions/b.ts', 'c');
  const before = await sourceHash(root);
  await put('functions/a.ts', 'a');
  await put('functions/b.ts', 'bc');
  assert.notEqual(await sourceHash(root), before);
});
