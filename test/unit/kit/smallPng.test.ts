import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32, deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { smallPng } from '../../kit/smallPng.ts';

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** As Chromium writes it: 8 bits of RGB or RGBA; each row with its own filter. */
function pngOf(rows: number[][], step: 3 | 4, filters: number[] = [], depth = 8): Buffer {
  const stride = (rows[0]?.length ?? 0) * step;
  const raw = rows.map((row) =>
    Buffer.from(row.flatMap((c) => [c >> 16, (c >> 8) & 255, c & 255, 255].slice(0, step))),
  );
  const lines = raw.map((row, y) => {
    const filter = filters[y] ?? 0;
    const line = Buffer.alloc(stride + 1, filter);
    for (let i = 0; i < stride; i++) {
      const [left, up] = [row[i - step] ?? 0, raw[y - 1]?.[i] ?? 0];
      const corner = raw[y - 1]?.[i - step] ?? 0;
      const near = [left, up, corner].sort(
        (a, b) => Math.abs(left + up - corner - a) - Math.abs(left + up - corner - b),
      )[0];
      line[i + 1] = ((row[i] ?? 0) - ([0, left, up, (left + up) >> 1, near ?? 0][filter] ?? 0)) & 255;
    }
    return line;
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(rows[0]?.length ?? 0, 0);
  header.writeUInt32BE(rows.length, 4);
  header.set([depth, step === 3 ? 2 : 6, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = deflateSync(Buffer.concat(lines));
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

/** The colours of a picture with a palette. */
function coloursOf(png: Buffer, width: number): number[] {
  const part = (type: string) => {
    const at = png.indexOf(type, 0, 'latin1');
    return png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4));
  };
  const [palette, rows] = [part('PLTE'), inflateSync(part('IDAT'))];
  const indices = [...rows].filter((_, at) => at % (width + 1) !== 0);
  return indices.map((index) => palette.readUIntBE(index * 3, 3));
}

const ROWS = [
  [0xffffff, 0xff0000, 0x00ff00],
  [0x0000ff, 0x123456, 0xffffff],
  [0xfefefe, 0x808080, 0x000000],
];

for (const filter of [0, 1, 2, 3, 4]) {
  test(`a picture of few colours keeps each of them, rows written with filter ${filter}`, () => {
    for (const step of [3, 4] as const)
      assert.deepEqual(coloursOf(smallPng(pngOf(ROWS, step, [filter, filter, filter])), 3), ROWS.flat());
  });
}

test('of many colours each becomes one that is near it', () => {
  const grey = Array.from({ length: 256 }, (_, value) => value * 0x010101);
  for (const [index, seen] of coloursOf(smallPng(pngOf([grey], 3)), 256).entries())
    assert.ok(Math.abs((seen & 255) - index) <= 48, `${index} became ${seen & 255}`);
});

test('it is a fraction of the bytes that a picture of noise and flat colour had, and of the same size', () => {
  const rows = Array.from({ length: 200 }, (_, y) => Array.from({ length: 200 }, (_, x) => ((x * y) % 97) * 0x020201));
  const [before, after] = [pngOf(rows, 4), smallPng(pngOf(rows, 4))];
  assert.ok(after.length < before.length, `${after.length} of ${before.length}`);
  assert.deepEqual(after.subarray(16, 24), before.subarray(16, 24));
});

test('what is not such a picture is refused', () => {
  assert.throws(() => smallPng(pngOf(ROWS, 3, [], 16)), /expected 8 bits of RGB or RGBA, not interlaced; saw 16 bits/);
  assert.throws(() => smallPng(Buffer.alloc(0)), /expected 8 bits/);
});

test('whatever few colours there are, all are kept', () => {
  const colour = fc.integer({ min: 0, max: 0xffffff });
  fc.assert(
    fc.property(fc.array(colour, { minLength: 1, maxLength: 12 }), (row) => {
      assert.deepEqual(coloursOf(smallPng(pngOf([row], 3)), row.length), row);
    }),
  );
});
