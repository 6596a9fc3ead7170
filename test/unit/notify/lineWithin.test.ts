import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { lineWithin } from '../../../shared/notify/lineWithin.ts';

const double = (line: string) => line.replaceAll('&', '&amp;');

test('what has room is written as it is', () => {
  assert.equal(lineWithin('a\nb', 10), 'a b');
  assert.equal(lineWithin('a & b', 20, double), 'a &amp; b');
});

test('what has none is cut visibly, as late as its writing allows', () => {
  assert.equal(lineWithin('&'.repeat(100), 51, double), `${'&amp;'.repeat(10)}…`);
  assert.equal(lineWithin('😀'.repeat(100), 10), '😀😀😀😀…');
});

test('never longer than it may be, in UTF-16 units, and always some of the beginning', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '&', '😀', '漢'), minLength: 30, maxLength: 300 });
  fc.assert(
    fc.property(text, fc.integer({ min: 12, max: 200 }), (given, longest) => {
      const line = lineWithin(given, longest, double);
      assert.ok(line.length <= longest);
      assert.equal(line.startsWith(double([...given].slice(0, 1).join(''))), true);
      // One character more would have had no room.
      assert.ok(line === double(given) || line.length > longest - 7, `${line.length} of ${longest}`);
    }),
  );
});
