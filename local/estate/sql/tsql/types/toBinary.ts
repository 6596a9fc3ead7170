import type { Conversion } from './convert.ts';
import { family } from './sqlType.ts';

const WIDTH: Record<string, number> = { bit: 1, tinyint: 1, smallint: 2, int: 4, bigint: 8 };

/** Integers big-endian at their width; text as its bytes (UTF-16 for nvarchar). */
export const toBinary: Conversion = (from, to) => (value) => {
  const limit = to.length ?? 1;
  const bytes = Uint8Array.from(encode(from.name, family(from) === 'text', value));
  return limit === -1 || bytes.length <= limit ? bytes : bytes.slice(0, limit);
};

function encode(name: string, text: boolean, value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (text || typeof value === 'string') return Buffer.from(String(value), name === 'varchar' ? 'latin1' : 'utf16le');
  const width = WIDTH[name] ?? 8;
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(Math.trunc(Number(value))));
  return bytes.subarray(8 - width);
}
