import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { patternsMeet } from '../../../shared/config/patternsMeet.ts';
import { matchesPattern } from '../../../shared/topology/scopes.ts';

for (const [a, b, meet] of [
  ['we/orders', 'we/orders', true],
  ['we/orders', 'WE/Orders', true],
  ['we/orders', 'we/order', false],
  ['we/*', 'we/orders', true],
  ['we/*', 'ne/*', false],
  ['we/stock-*', 'we/*-1', true],
  ['we/stock-*', 'we/orders', false],
  ['*/orders', 'we/*', true],
  ['*', '', true],
  ['?', '', false],
  ['?', '*', true],
  ['a?c', '?b?', true],
  ['a?c', 'a?d', false],
  ['*a*', '*b*', true],
  ['a*', '*b', true],
  ['a*c', 'ab', false],
  ['', '', true],
] as const) {
  test(`'${a}' and '${b}' ${meet ? 'can match one text' : 'never match one text'}`, () => {
    assert.equal(patternsMeet(a, b), meet);
    assert.equal(patternsMeet(b, a), meet);
  });
}

test('two patterns that match one text always meet', () => {
  const pattern = fc
    .array(fc.constantFrom('a', 'b', '/', '*', '?'), { maxLength: 8 })
    .map((letters) => letters.join(''));
  const name = fc.array(fc.constantFrom('a', 'b', '/'), { maxLength: 6 }).map((letters) => letters.join(''));
  let met = 0;
  fc.assert(
    fc.property(pattern, pattern, name, (a, b, text) => {
      if (!matchesPattern(a, text) || !matchesPattern(b, text)) return;
      met += 1;
      assert.ok(patternsMeet(a, b));
    }),
    { numRuns: 5000 },
  );
  assert.ok(met > 20, `only ${met} pairs met`);
});

test('patterns that no short text matches together do not meet', () => {
  const texts = ['', ...words(1), ...words(2), ...words(3), ...words(4)];
  const pattern = fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 2 }).map((letters) => letters.join(''));
  fc.assert(
    fc.property(pattern, pattern, (a, b) => {
      const found = texts.some((text) => matchesPattern(a, text) && matchesPattern(b, text));
      assert.equal(patternsMeet(a, b), found);
    }),
    { numRuns: 1000 },
  );
});

function words(length: number): string[] {
  return length === 0 ? [''] : words(length - 1).flatMap((word) => [`${word}a`, `${word}b`]);
}
