import assert from 'node:assert/strict';
import { matchesGlob } from 'node:path';
import { test } from 'node:test';
import { breachesOfDocument } from '../../../local/tools/house/documents.ts';

const FILES = ['README.md', 'docs/guide.md', 'docs/images/a.png', 'shared/room/door.ts', 'shared/room/window.ts'];
const repository = {
  has: (pattern: string) => {
    const plain = pattern.replace(/^\.\//, '').replace(/[^/]+\/\.\.\//, '');
    return FILES.some((file) => matchesGlob(file, plain) || file.startsWith(`${plain.replace(/\/$/, '')}/`));
  },
  scripts: new Set(['play', 'test:teeth']),
};
const seen = (text: string, file = 'docs/guide.md') =>
  breachesOfDocument(file, text, repository).map(({ line, message }) => `${line} ${message}`);

test('links that lead somewhere are fine, from where the document lies', () => {
  assert.deepEqual(
    seen('[a](images/a.png) [b](../README.md#top) [c](#here) [d](https://example.com/x) `list[](kind)`'),
    [],
  );
  assert.deepEqual(seen('![a](docs/images/a.png) [b](docs/guide.md)', 'README.md'), []);
});

test('a link that leads nowhere is named with its line', () => {
  assert.deepEqual(seen('fine\n\n[a](images/b.png#x)'), ["3 the link to 'images/b.png#x' leads nowhere"]);
});

test('paths in code exist: files, folders, patterns', () => {
  assert.deepEqual(
    seen('`shared/room/door.ts`, `shared/room/`, `shared/room/{door,window}.ts`, `shared/**/w*.ts`'),
    [],
  );
  assert.deepEqual(seen('`shared/room/gone.ts`'), ["1 there is no 'shared/room/gone.ts'"]);
  assert.deepEqual(seen('`shared/cellar/`'), ["1 there is no 'shared/cellar/'"]);
});

test('a bare file name lies beside the path before it, or at the root', () => {
  assert.deepEqual(seen('| `shared/room/door.ts`, `window.ts`, `README.md` |'), []);
  assert.deepEqual(seen('`shared/room/door.ts`, `gone.ts`'), [
    "1 there is no 'gone.ts' in shared/room/ or at the root",
  ]);
  assert.deepEqual(seen('`somewhere.yaml` is yours'), []);
});

test('what only looks like a path is left alone', () => {
  assert.deepEqual(seen('`Microsoft.Sql/servers`, `shared/<room>/x.ts`, `local/ and test/`, shared/gone.ts'), []);
});

test('commands are scripts of package.json, in code only', () => {
  assert.deepEqual(seen('`npm run play -- NAME`, `npm run test:teeth`, `npm ci`, `npm test`'), []);
  assert.deepEqual(seen('    npm ci && npm start    # the desk'), []);
  assert.deepEqual(seen('`npm run fly`'), ["1 there is no command 'npm run fly' in package.json"]);
  assert.deepEqual(seen('    npm run start'), ["1 there is no command 'npm run start' in package.json"]);
  assert.deepEqual(seen('whoever has npm needs nothing else'), []);
});
