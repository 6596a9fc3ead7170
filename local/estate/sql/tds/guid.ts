/** uniqueidentifier: the first three groups travel little-endian. Source: MS-TDS 2.2.5.5.1.9 (RFC 4122 fields). */
const WIRE_ORDER = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
const SHAPE = /^\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?$/i;

/** @throws RangeError when `text` is not a GUID */
export function guidToBytes(text: string): Buffer {
  const match = SHAPE.exec(text);
  if (!match?.[1]) throw new RangeError('expected a GUID as 8-4-4-4-12 hexadecimal digits');
  const plain = Buffer.from(match[1].replaceAll('-', ''), 'hex');
  return Buffer.from(WIRE_ORDER.map((index) => plain[index] ?? 0));
}

/** Lower-case, without braces. */
export function guidFromBytes(bytes: Buffer): string {
  const hex = Buffer.from(WIRE_ORDER.map((index) => bytes[index] ?? 0)).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
