import type { Value } from '../types.ts';
import type { ByteWriter } from './byteWriter.ts';
import type { ColumnLayout } from './columnLayout.ts';
import { timeBytes, toDateTime, toDateTime2 } from './dateTime.ts';
import { decimalBytes, decimalToBytes, toUnscaled } from './decimal.ts';
import { guidToBytes } from './guid.ts';
import { encodeVariant } from './variant.ts';
import { encodeWindows1252 } from './windows1252.ts';

type Present = Exclude<Value, null>;

/** One value of a row, not NULL. @throws RangeError when the value does not fit its column */
export function writeValue(writer: ByteWriter, column: ColumnLayout, value: Present): ByteWriter {
  switch (column.type) {
    case 'tinyint':
      return counted(writer, column, 1).uint8(toNumber(column, value));
    case 'smallint':
      return counted(writer, column, 2).int16(toNumber(column, value));
    case 'int':
      return counted(writer, column, 4).int32(toNumber(column, value));
    case 'bigint':
      return counted(writer, column, 8).int64(toBigInt(column, value));
    case 'bit':
      return counted(writer, column, 1).uint8(toBit(column, value));
    case 'float':
      return counted(writer, column, 8).float64(toNumber(column, value));
    case 'datetime': {
      const { days, ticks } = toDateTime(toNumber(column, value));
      return counted(writer, column, 8).int32(days).uint32(ticks);
    }
    case 'datetime2':
    case 'datetimeoffset':
      return writeDateTime2(writer, column, toNumber(column, value));
    case 'decimal': {
      const bytes = decimalBytes(column.precision);
      const unscaled = toUnscaled(toNumeric(column, value), column.precision, column.scale);
      return writer.uint8(bytes + 1).bytes(decimalToBytes(unscaled, bytes));
    }
    case 'uniqueidentifier':
      return writer.uint8(16).bytes(guidToBytes(toText(column, value)));
    case 'nvarchar':
      return writeBytes(writer, column, Buffer.from(toText(column, value), 'utf16le'));
    case 'varchar':
      return writeBytes(writer, column, encodeWindows1252(toText(column, value)));
    case 'varbinary':
      return writeBytes(writer, column, toBytes(column, value));
    case 'sql_variant': {
      const variant = encodeVariant(value);
      return writer.uint32(variant.length).bytes(variant);
    }
  }
}

/** Nullable types carry their length in front; fixed types do not. */
function counted(writer: ByteWriter, column: ColumnLayout, bytes: number): ByteWriter {
  return column.nullable ? writer.uint8(bytes) : writer;
}

function writeDateTime2(writer: ByteWriter, column: ColumnLayout, epochMs: number): ByteWriter {
  const withOffset = column.type === 'datetimeoffset';
  const { days, ticks } = toDateTime2(epochMs, column.scale);
  const bytes = timeBytes(column.scale);
  writer.uint8(bytes + 3 + (withOffset ? 2 : 0));
  writer.unsigned(ticks, bytes).unsigned(days, 3);
  // The estate keeps UTC, as Azure SQL's own clock does.
  return withOffset ? writer.int16(0) : writer;
}

function writeBytes(writer: ByteWriter, column: ColumnLayout, bytes: Uint8Array): ByteWriter {
  if (column.length !== -1) return writer.uint16(bytes.length).bytes(bytes);
  writer.uint64(BigInt(bytes.length));
  if (bytes.length > 0) writer.uint32(bytes.length).bytes(bytes);
  return writer.uint32(0);
}

function toNumber(column: ColumnLayout, value: Present): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  throw mismatch(column, 'a number', value);
}

function toNumeric(column: ColumnLayout, value: Present): number | bigint {
  return typeof value === 'bigint' ? value : toNumber(column, value);
}

function toBigInt(column: ColumnLayout, value: Present): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  throw mismatch(column, 'a bigint or a whole number', value);
}

function toBit(column: ColumnLayout, value: Present): 0 | 1 {
  if (typeof value === 'boolean' || typeof value === 'number') return value ? 1 : 0;
  throw mismatch(column, 'a boolean', value);
}

function toText(column: ColumnLayout, value: Present): string {
  if (typeof value === 'string') return value;
  throw mismatch(column, 'text', value);
}

function toBytes(column: ColumnLayout, value: Present): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw mismatch(column, 'bytes', value);
}

function mismatch(column: ColumnLayout, expected: string, value: Present): RangeError {
  return new RangeError(`column ${column.name} (${column.type}): expected ${expected}, saw a ${typeof value}`);
}
