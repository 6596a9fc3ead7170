/** A screenshot of words in a fraction of its bytes: at most 48 colours, enough for words on a few tints. */
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const MOST_COLOURS = 48;
/** Those of surfaces come first, however close; after them each has to differ by this much from every one before it. */
const SURFACES = 12;
const LEAST_DISTANCE = 40 ** 2;

interface Pixels {
  width: number;
  height: number;
  /** One number for each pixel: red, green, blue. */
  colours: Uint32Array;
}

/** The same picture with a palette. @throws Error for a PNG that is not 8 bits of RGB or RGBA without interlacing, which is all that Chromium writes */
export function smallPng(png: Buffer): Buffer {
  const { width, height, colours } = decode(png);
  const { palette, indexOf } = paletteOf(colours);
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) {
    // The first byte of a row stays 0: no filter, which suits flat colours best.
    for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = indexOf(colours[y * width + x] ?? 0);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const table = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', table),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

function decode(png: Buffer): Pixels {
  const parts: Buffer[] = [];
  let header: Buffer | undefined;
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') header = data;
    if (type === 'IDAT') parts.push(data);
    at += length + 12;
  }
  const [depth, kind, , , interlaced] = header?.subarray(8) ?? [];
  if (header === undefined || depth !== 8 || (kind !== 2 && kind !== 6) || interlaced !== 0)
    throw new Error(`expected 8 bits of RGB or RGBA, not interlaced; saw ${depth} bits of kind ${kind}`);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  return { width, height, colours: unfiltered(inflateSync(Buffer.concat(parts)), width, height, kind === 2 ? 3 : 4) };
}

/** Undoes what PNG does to rows so that they compress better. Source: PNG specification, section 9. */
function unfiltered(data: Buffer, width: number, height: number, step: number): Uint32Array {
  const colours = new Uint32Array(width * height);
  const stride = width * step;
  let above = new Uint8Array(stride);
  for (let y = 0; y < height; y++) {
    const filter = data[y * (stride + 1)] ?? 0;
    const row = new Uint8Array(data.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1)));
    for (let i = 0; i < stride; i++) {
      const [left, up, corner] = [row[i - step] ?? 0, above[i] ?? 0, above[i - step] ?? 0];
      row[i] = (row[i] ?? 0) + guessOf(filter, left, up, corner);
    }
    for (let x = 0; x < width; x++) {
      const [red = 0, green = 0, blue = 0] = row.subarray(x * step, x * step + 3);
      colours[y * width + x] = (red << 16) | (green << 8) | blue;
    }
    above = row;
  }
  return colours;
}

function guessOf(filter: number, left: number, up: number, corner: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4:
      return paeth(left, up, corner);
    default:
      return 0;
  }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

/** The commonest colours that differ, and for each other one the nearest of them. */
function paletteOf(colours: Uint32Array): { palette: number[]; indexOf: (colour: number) => number } {
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const common = [...counts].sort(([one, a], [other, b]) => b - a || one - other).map(([colour]) => colour);
  const palette = common.slice(0, SURFACES);
  for (const colour of common.slice(SURFACES)) {
    if (palette.length >= MOST_COLOURS) break;
    if (palette.every((each) => distanceOf(each, colour) >= LEAST_DISTANCE)) palette.push(colour);
  }
  const indices = new Map(palette.map((colour, index) => [colour, index]));
  const indexOf = (colour: number): number => {
    const known = indices.get(colour);
    if (known !== undefined) return known;
    const index = nearest(palette, colour);
    indices.set(colour, index);
    return index;
  };
  return { palette, indexOf };
}

function distanceOf(one: number, other: number): number {
  return [16, 8, 0].reduce((sum, shift) => sum + (((one >> shift) & 255) - ((other >> shift) & 255)) ** 2, 0);
}

function nearest(palette: readonly number[], colour: number): number {
  let best = { index: 0, distance: Number.POSITIVE_INFINITY };
  for (const [index, each] of palette.entries()) {
    const distance = distanceOf(each, colour);
    if (distance < best.distance) best = { index, distance };
  }
  return best.index;
}
