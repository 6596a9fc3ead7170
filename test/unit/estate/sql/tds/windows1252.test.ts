import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeWindows1252, encodeWindows1252 } from '../../../../../local/estate/sql/tds/windows1252.ts';

test('western characters survive, those of the upper rows too', () => {
  const text = 'héllo € “Œuvre” ÿ';
  assert.equal(decodeWindows1252(encodeWindows1252(text)), text);
  assert.deepEqual([...encodeWindows1252('€é')], [0x80, 0xe9]);
});

test('what the code page lacks becomes a question mark, one for each character', () => {
  assert.equal(encodeWindows1252('a☃b🙂').toString('latin1'), 'a?b?');
});

test('every byte has a character and comes back', () => {
  const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  assert.deepEqual(encodeWindows1252(decodeWindows1252(all)), all);
});
