import type { ColumnType, Value } from '../types.ts';
import type { ByteReader } from './byteReader.ts';
import { DataType, MAX_LENGTH } from './dataTypes.ts';
import { fromDateTime, fromDateTime2, fromSmallDateTime, fromTime, timeBytes } from './dateTime.ts';
import { decimalFromBytes } from './decimal.ts';
import { guidFromBytes } from './guid.ts';
import { readLongData, readPartlyLengthPrefixed, readVariant, type TypedValue } from './parameterParts.ts';
import { TdsProtocolError } from './protocolError.ts';
import { decodeWindows1252 } from './windows1252.ts';

/** Thrown for a parameter type that this server does not take (table-valued, CLR and encrypted ones): error 8009. */
export class UnknownParameterTypeError extends Error {
  readonly dataType: number;
  constructor(dataType: number) {
    super(`data type 0x${dataType.toString(16).toUpperCase().padStart(2, '0')} is unknown`);
    this.name = 'UnknownParameterTypeError';
    this.dataType = dataType;
  }
}

/**
 * Reads TYPE_INFO and the value behind it. `date` and `time` arrive as datetime2 (a time on 1900-01-01), money as
 * decimal, real as float, fixed-length and legacy text as varchar or nvarchar.
 * @throws UnknownParameterTypeError | TdsProtocolError
 */
export function readTypedValue(reader: ByteReader): TypedValue {
  const code = reader.uint8();
  return readFixed(reader, code) ?? readCounted(reader, code) ?? readText(reader, code) ?? unknown(code);
}

function unknown(code: number): never {
  throw new UnknownParameterTypeError(code);
}

function readFixed(reader: ByteReader, code: number): TypedValue | null {
  switch (code) {
    case DataType.null:
      return { type: 'nvarchar', value: null };
    case DataType.int1:
    case DataType.int2:
    case DataType.int4:
    case DataType.int8:
      return integer(reader, code === DataType.int1 ? 1 : code === DataType.int2 ? 2 : code === DataType.int4 ? 4 : 8);
    case DataType.bit:
      return { type: 'bit', value: reader.uint8() !== 0 };
    case DataType.real:
      return { type: 'float', value: reader.float32() };
    case DataType.float8:
      return { type: 'float', value: reader.float64() };
    case DataType.money:
      return money(reader, 8);
    case DataType.smallMoney:
      return money(reader, 4);
    case DataType.dateTime:
      return dateTime(reader, 8);
    case DataType.smallDateTime:
      return dateTime(reader, 4);
    default:
      return null;
  }
}

/** Types with a one-byte length in front of the value; length zero is NULL. */
function readCounted(reader: ByteReader, code: number): TypedValue | null {
  switch (code) {
    case DataType.intN: {
      const bytes = reader.uint8();
      return orNull(reader, integerType(bytes), (length) => integer(reader, length).value);
    }
    case DataType.bitN:
      reader.skip(1);
      return orNull(reader, 'bit', () => reader.uint8() !== 0);
    case DataType.floatN:
      reader.skip(1);
      return orNull(reader, 'float', (length) => (length === 4 ? reader.float32() : reader.float64()));
    case DataType.moneyN:
      reader.skip(1);
      return orNull(reader, 'decimal', (length) => money(reader, length).value);
    case DataType.dateTimeN:
      reader.skip(1);
      return orNull(reader, 'datetime', (length) => dateTime(reader, length).value);
    case DataType.guid:
      reader.skip(1);
      return orNull(reader, 'uniqueidentifier', () => guidFromBytes(reader.bytes(16)));
    case DataType.decimalN:
    case DataType.numericN: {
      reader.skip(2);
      const scale = reader.uint8();
      return orNull(reader, 'decimal', (length) => decimalFromBytes(reader.bytes(length), scale));
    }
    case DataType.date:
      return orNull(reader, 'datetime2', () => fromDateTime2(reader.unsigned(3), 0, 0));
    case DataType.time: {
      const scale = readScale(reader);
      return orNull(reader, 'datetime2', () => fromTime(reader.unsigned(timeBytes(scale)), scale));
    }
    case DataType.dateTime2:
    case DataType.dateTimeOffset:
      return dateTime2(reader, code === DataType.dateTime2 ? 'datetime2' : 'datetimeoffset');
    default:
      return null;
  }
}

function readText(reader: ByteReader, code: number): TypedValue | null {
  switch (code) {
    case DataType.nVarChar:
    case DataType.nChar:
      return fromBytes('nvarchar', variableBytes(reader, true));
    case DataType.bigVarChar:
    case DataType.bigChar:
      return fromBytes('varchar', variableBytes(reader, true));
    case DataType.bigVarBinary:
    case DataType.bigBinary:
      return fromBytes('varbinary', variableBytes(reader, false));
    case DataType.nText:
      return fromBytes('nvarchar', readLongData(reader, true));
    case DataType.text:
      return fromBytes('varchar', readLongData(reader, true));
    case DataType.image:
      return fromBytes('varbinary', readLongData(reader, false));
    case DataType.xml:
      if (reader.uint8() !== 0) throw new UnknownParameterTypeError(code);
      return fromBytes('nvarchar', readPartlyLengthPrefixed(reader));
    case DataType.sqlVariant:
      return readVariant(reader, readTypedValue);
    default:
      return null;
  }
}

function orNull(reader: ByteReader, type: ColumnType, read: (length: number) => Value): TypedValue {
  const length = reader.uint8();
  if (length === 0) return { type, value: null };
  const start = reader.position;
  const value = read(length);
  if (reader.position - start !== length) {
    throw new TdsProtocolError(`expected a ${type} of ${reader.position - start} bytes, saw ${length}`);
  }
  return { type, value };
}

function integerType(bytes: number): ColumnType {
  if (bytes === 1) return 'tinyint';
  if (bytes === 2) return 'smallint';
  return bytes === 4 ? 'int' : 'bigint';
}

function integer(reader: ByteReader, bytes: number): TypedValue {
  if (bytes === 1) return { type: 'tinyint', value: reader.uint8() };
  if (bytes === 2) return { type: 'smallint', value: reader.int16() };
  if (bytes === 4) return { type: 'int', value: reader.int32() };
  return { type: 'bigint', value: reader.int64() };
}

/** Money is an integer of ten-thousandths; its eight bytes are two halves, the high one first. */
function money(reader: ByteReader, bytes: number): TypedValue {
  if (bytes === 4) return { type: 'decimal', value: reader.int32() / 10_000 };
  const high = reader.int32();
  return { type: 'decimal', value: (high * 2 ** 32 + reader.uint32()) / 10_000 };
}

function dateTime(reader: ByteReader, bytes: number): TypedValue {
  if (bytes === 4) return { type: 'datetime', value: fromSmallDateTime(reader.uint16(), reader.uint16()) };
  return { type: 'datetime', value: fromDateTime(reader.int32(), reader.uint32()) };
}

function dateTime2(reader: ByteReader, type: 'datetime2' | 'datetimeoffset'): TypedValue {
  const scale = readScale(reader);
  return orNull(reader, type, () => {
    const ticks = reader.unsigned(timeBytes(scale));
    const days = reader.unsigned(3);
    // The instant travels in UTC; the offset only says how it was written.
    if (type === 'datetimeoffset') reader.skip(2);
    return fromDateTime2(days, ticks, scale);
  });
}

function readScale(reader: ByteReader): number {
  const scale = reader.uint8();
  if (scale > 7) throw new TdsProtocolError(`expected a scale of 0 to 7, saw ${scale}`);
  return scale;
}

function variableBytes(reader: ByteReader, collated: boolean): Buffer | null {
  const longest = reader.uint16();
  if (collated) reader.skip(5);
  if (longest === MAX_LENGTH) return readPartlyLengthPrefixed(reader);
  const length = reader.uint16();
  return length === MAX_LENGTH ? null : reader.bytes(length);
}

function fromBytes(type: 'nvarchar' | 'varchar' | 'varbinary', bytes: Buffer | null): TypedValue {
  if (bytes === null) return { type, value: null };
  if (type === 'nvarchar') return { type, value: bytes.toString('utf16le') };
  return { type, value: type === 'varchar' ? decodeWindows1252(bytes) : new Uint8Array(bytes) };
}
