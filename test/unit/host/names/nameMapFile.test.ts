import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { readNameMapFile } from '../../../../local/host/names/nameMapFile.ts';

function fileWith(content: unknown): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'names-')), 'names.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

test('entries are read as they are', () => {
  const entries = [
    { name: 'a.example', port: 1, to: 65_535 },
    { name: '*.b.example', port: 443, to: 2 },
  ];
  assert.deepEqual(readNameMapFile(fileWith(entries)), entries);
  assert.deepEqual(readNameMapFile(fileWith([])), []);
});

const good = { name: 'a.example', port: 443, to: 1 };
const faulty: [what: string, content: unknown, message: RegExp][] = [
  ['no JSON', '[', /names\.json cannot be read/],
  ['no array', {}, /must be a JSON array such as/],
  ['an entry without a name', [{ port: 1, to: 1 }], /Entry 0 of the name map .*expected one like/],
  ['a star in the middle', [good, { ...good, name: 'a.*.example' }], /Entry 1/],
  ['a bare star', [{ ...good, name: '*' }], /Entry 0/],
  ['port 0', [{ ...good, port: 0 }], /Entry 0/],
  ['a port above 65535', [{ ...good, to: 65_536 }], /Entry 0/],
  ['a port in words', [{ ...good, port: '443' }], /Entry 0/],
  ['null', [null], /Entry 0/],
  [
    'the same name and port twice',
    [good, { ...good, name: 'A.example', to: 2 }],
    /Entry 1 .* maps a\.example:443 a second time/,
  ],
];
for (const [what, content, message] of faulty) {
  test(`${what} is refused`, () => {
    assert.throws(() => readNameMapFile(fileWith(content)), message);
  });
}

test('a missing file is named', () => {
  assert.throws(() => readNameMapFile('/nowhere/names.json'), /\/nowhere\/names\.json cannot be read: ENOENT/);
});
