import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { oneLine, shortName } from '../../../shared/notify/plainText.ts';

test('a text that fits stays as it is', () => {
  assert.equal(oneLine('abc', 3), 'abc');
  assert.equal(shortName('west/orders'), 'west/orders');
});

test('a longer text is cut and says so', () => {
  assert.equal(oneLine('abcd', 3), 'ab…');
  assert.equal(oneLine('ab cd', 4), 'ab…');
  assert.equal(shortName('0123456789', 5), '01…89');
});

test('a line break cannot start a line of its own', () => {
  assert.equal(oneLine('a\r\nBcc: b\u2028c\u0085d', 100), 'a Bcc: b c d');
});

test('characters that hide or turn the reading direction are taken out', () => {
  assert.equal(shortName('a\u202eb\u200bc\ufeffd'), 'abcd');
});

test('a pair of surrogates is never cut in half', () => {
  assert.equal(oneLine('😀😀😀', 2), '😀…');
});

test('neither is ever longer than asked, nor holds a control character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 3, max: 40 }), (text, longest) => {
      for (const short of [oneLine(text, longest), shortName(text, longest)]) {
        assert.ok([...short].length <= longest);
        assert.doesNotMatch(short, /[\p{Cc}\p{Cf}\p{Cs}]/u);
      }
    }),
  );
});
