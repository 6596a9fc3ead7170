import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { quoteIdentifier } from '../../../shared/topology/quoteIdentifier.ts';

test('a name is put in brackets, and its own closing brackets are doubled', () => {
  assert.equal(quoteIdentifier('orders'), '[orders]');
  assert.equal(quoteIdentifier('a]b'), '[a]]b]');
  assert.equal(quoteIdentifier(']; DROP DATABASE orders --'), '[]]; DROP DATABASE orders --]');
  assert.equal(quoteIdentifier("o'brien [x]"), "[o'brien [x]]]");
});

test('what can be no identifier is refused', () => {
  for (const name of ['', 'x'.repeat(129), 'a\0b']) assert.throws(() => quoteIdentifier(name), RangeError);
  assert.equal(quoteIdentifier('x'.repeat(128)).length, 130);
});

test('whatever the name, nothing of it stands outside the brackets, and it can be read back', () => {
  const names = fc.string({ minLength: 1, maxLength: 60 }).filter((name) => !name.includes('\0'));
  fc.assert(
    fc.property(names, (name) => {
      const quoted = quoteIdentifier(name);
      const inner = quoted.slice(1, -1);
      assert.ok(quoted.startsWith('[') && quoted.endsWith(']'));
      assert.equal(inner.replaceAll(']]', '').includes(']'), false);
      assert.equal(inner.replaceAll(']]', ']'), name);
    }),
  );
});
