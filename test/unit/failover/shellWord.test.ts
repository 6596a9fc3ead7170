import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import { shellOption, shellWord } from '../../../shared/failover/shellWord.ts';

for (const [text, word] of [
  ['orders', 'orders'],
  ['a_b-c.d/e:f@g%h+i=j,k', 'a_b-c.d/e:f@g%h+i=j,k'],
  ['', "''"],
  ['my db', "'my db'"],
  ["it's", `'it'\\''s'`],
  ['$(rm -rf /)', "'$(rm -rf /)'"],
  ['a;b', "'a;b'"],
  ['`x`', "'`x`'"],
  ['*', "'*'"],
  ['~', "'~'"],
  ['ä', "'ä'"],
] as const) {
  test(`${JSON.stringify(text)} is written ${word}`, () => {
    assert.equal(shellWord(text), word);
  });
}

test('a value that begins with a dash is no option', () => {
  assert.equal(shellOption('name', '-x y'), "--name='-x y'");
  assert.equal(shellOption('name', 'x y'), "--name 'x y'");
});

test('a NUL is refused: no argument can hold it', () => {
  assert.throws(() => shellWord('a\0b'), RangeError);
});

test('a real shell reads back exactly what was written, whatever it is', () => {
  const texts = fc.sample(fc.string({ unit: fc.constantFrom(...` '"\\$\`!*?[]{}()<>|&;#~=-\n\tabé€`) }), {
    numRuns: 300,
    seed: 7,
  });
  const script = texts.map((text) => `printf '%s\\0' ${shellWord(text)}`).join('\n');
  const read = execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8', timeout: 20_000 }).split('\0').slice(0, -1);
  assert.deepEqual(read, texts);
});
