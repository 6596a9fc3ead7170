import type { Value } from '../types.ts';
import { ByteWriter } from './byteWriter.ts';
import { COLLATION, DataType } from './dataTypes.ts';

/** Longest content of a sql_variant in bytes. */
const LONGEST = 8000;

/**
 * A sql_variant value: its base type, the properties of that type, and the value; the caller writes the length.
 * Whole numbers travel as int or bigint, others as float, text as nvarchar. Source: MS-TDS 2.2.5.5.4.
 * @throws RangeError when the content is longer than 8,000 bytes
 */
export function encodeVariant(value: Exclude<Value, null>): Buffer {
  const writer = new ByteWriter(64);
  if (typeof value === 'boolean')
    writer
      .uint8(DataType.bit)
      .uint8(0)
      .uint8(value ? 1 : 0);
  else if (typeof value === 'bigint') writer.uint8(DataType.int8).uint8(0).int64(value);
  else if (typeof value === 'number') writeNumber(writer, value);
  else if (typeof value === 'string') {
    requireLength(value.length * 2);
    writer.uint8(DataType.nVarChar).uint8(7).bytes(COLLATION).uint16(LONGEST).utf16(value);
  } else {
    requireLength(value.length);
    writer.uint8(DataType.bigVarBinary).uint8(2).uint16(LONGEST).bytes(value);
  }
  return writer.toBuffer();
}

function writeNumber(writer: ByteWriter, value: number): void {
  if (!Number.isSafeInteger(value)) writer.uint8(DataType.float8).uint8(0).float64(value);
  else if (Math.abs(value) <= 0x7fffffff) writer.uint8(DataType.int4).uint8(0).int32(value);
  else writer.uint8(DataType.int8).uint8(0).int64(BigInt(value));
}

function requireLength(bytes: number): void {
  if (bytes > LONGEST) throw new RangeError(`expected at most ${LONGEST} bytes in a sql_variant, saw ${bytes}`);
}
