import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesOf, toBlocks } from '../../../../../shared/adapters/azure/blobs/historyLines.ts';
import type { HistoryLine } from '../../../../../shared/replication/types.ts';

const line = (atMs: number, linkKey = 'a/x~b/x'): HistoryLine => ({
  atMs,
  linkKey,
  state: 'lagUnknown',
  lagSeconds: null,
});

test('lines are written one per row, NULL as null, and read back', () => {
  const [block, ...others] = toBlocks([line(1), line(2)]);
  assert.equal(others.length, 0);
  const row = (atMs: number) => `{"atMs":${atMs},"linkKey":"a/x~b/x","state":"lagUnknown","lagSeconds":null}\n`;
  assert.equal(block?.toString(), row(1) + row(2));
  assert.deepEqual(linesOf(block?.toString() ?? '', 'a/x~b/x', 0), [line(1), line(2)]);
});

test('nothing is no block', () => {
  assert.deepEqual(toBlocks([]), []);
});

test('a sweep over very many links is divided into blocks that one append takes, between lines', () => {
  const lines = Array.from({ length: 30_000 }, (_, n) =>
    line(n, `server-${n}/${'d'.repeat(120)}~other-${n}/${'d'.repeat(120)}`),
  );
  const blocks = toBlocks(lines);
  assert.ok(blocks.length >= 2);
  for (const block of blocks) {
    assert.ok(block.length <= 4_000_000);
    assert.equal(block.at(-1), 10);
  }
  assert.equal(Buffer.concat(blocks).toString().split('\n').length - 1, 30_000);
});

test('only the link that was asked for, not before the moment, each moment once, in order', () => {
  const text = [line(5), line(3), line(5), line(1), line(4, 'a/x~b/x2')].map((one) => JSON.stringify(one)).join('\n');
  assert.deepEqual(
    linesOf(text, 'a/x~b/x', 2).map(({ atMs }) => atMs),
    [3, 5],
  );
});
