import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fittingLines, howManyFit, jsonBytes } from '../../../shared/notify/fittingLines.ts';

const shownOf = (lines: string[], room: number) =>
  fittingLines(lines, room, { sizeOf: (line) => line.length + 1, more: (left) => `${left} more` });

const sizeOf = (lines: string[]) => lines.reduce((sum, line) => sum + line.length + 1, 0);

test('all lines are shown where they have room', () => {
  assert.deepEqual(shownOf(['a', 'bb'], 5), ['a', 'bb']);
  assert.deepEqual(shownOf([], 0), []);
});

test('else as many as fit with the line that says how many are left', () => {
  assert.deepEqual(shownOf(['aaaa', 'bbbb', 'cccc', 'dddd'], 17), ['aaaa', 'bbbb', '2 more']);
});

test('and none where not even one fits: how many are left of nothing says nothing', () => {
  assert.deepEqual(shownOf(['aaaaaaaaaa', 'b'], 8), []);
  assert.deepEqual(shownOf(['a'], -5), []);
});

test('what was left out before counts among what is left', () => {
  const shown = (lines: string[], room: number) =>
    fittingLines(lines, room, { sizeOf: (line) => line.length + 1, more: (left) => `${left} more`, notShown: 480 });
  assert.deepEqual(shown(['aaaa', 'bbbb'], 100), ['aaaa', 'bbbb', '480 more']);
  assert.deepEqual(shown(['aaaa', 'bbbb', 'cccc'], 15), ['aaaa', '482 more']);
  assert.deepEqual(shown([], 100), []);
});

test('as many fit as have room together, to the last unit', () => {
  const fit = (room: number) => howManyFit([3, 4, 5], room, (size) => size);
  assert.deepEqual([-1, 2, 3, 6, 7, 12].map(fit), [0, 0, 1, 1, 2, 3]);
});

test('never more than there is room for, and never a part of a line', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ maxLength: 20 }), { maxLength: 30 }),
      fc.integer({ min: 0, max: 300 }),
      (lines, room) => {
        const shown = shownOf(lines, room);
        assert.ok(sizeOf(shown) <= room || shown.length === 0);
        if (sizeOf(lines) <= room || shown.length === 0)
          return assert.deepEqual(shown, sizeOf(lines) <= room ? lines : []);
        const kept = shown.slice(0, -1);
        assert.deepEqual(kept, lines.slice(0, kept.length));
        assert.equal(shown.at(-1), `${lines.length - kept.length} more`);
      },
    ),
  );
});

test('a line of JSON is counted as it is written, with its comma', () => {
  for (const line of ['', 'a', '"', '\n', 'ä', '😀'])
    assert.equal(
      jsonBytes(line),
      Buffer.byteLength(JSON.stringify([line, line])) - Buffer.byteLength(JSON.stringify([line])),
    );
});
