import type { ColumnType, Value } from '../types.ts';
import { ByteReader } from './byteReader.ts';

export interface TypedValue {
  type: ColumnType;
  value: Value;
}

/** The long forms of a parameter's value: chunked, legacy, and sql_variant. Source: MS-TDS 2.2.5.2.3 and 2.2.5.5. */
const NULL_64 = 0xffff_ffff_ffff_ffffn;
const NULL_32 = 0xffff_ffff;

/** PLP: a total (or "unknown"), then chunks until an empty one. */
export function readPartlyLengthPrefixed(reader: ByteReader): Buffer | null {
  if (reader.uint64() === NULL_64) return null;
  const chunks: Buffer[] = [];
  for (let length = reader.uint32(); length > 0; length = reader.uint32()) chunks.push(reader.bytes(length));
  return Buffer.concat(chunks);
}

/** text, ntext and image: a four-byte length. */
export function readLongData(reader: ByteReader, collated: boolean): Buffer | null {
  reader.skip(collated ? 4 + 5 : 4);
  const length = reader.uint32();
  return length === NULL_32 ? null : reader.bytes(length);
}

/** sql_variant: base type, its properties, and the value without a length of its own; `read` decodes plain parameters. */
export function readVariant(reader: ByteReader, read: (plain: ByteReader) => TypedValue): TypedValue {
  reader.skip(4);
  const total = reader.uint32();
  if (total === 0) return { type: 'sql_variant', value: null };
  const content = new ByteReader(reader.bytes(total));
  const baseType = content.uint8();
  const properties = content.bytes(content.uint8());
  const value = content.bytes(content.remaining);
  // Rewritten as the equivalent plain parameter, so that there is one decoder for each type.
  return read(new ByteReader(asPlainParameter(baseType, properties, value)));
}

function asPlainParameter(baseType: number, properties: Buffer, value: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16LE(value.length);
  const type = Buffer.from([baseType]);
  if (baseType >= 0xa0) {
    // Text: collation then length in the variant, length then collation in a parameter. Binary: length only.
    const collation = properties.subarray(0, properties.length - 2);
    return Buffer.concat([type, properties.subarray(properties.length - 2), collation, length, value]);
  }
  const fixed = properties.length === 0 && ![0x24, 0x28].includes(baseType);
  if (fixed) return Buffer.concat([type, value]);
  const declared = baseType === 0x24 ? Buffer.from([16]) : declaredProperties(baseType, properties, value);
  return Buffer.concat([type, declared, Buffer.from([value.length]), value]);
}

/** decimal and numeric declare their length in front of precision and scale. */
function declaredProperties(baseType: number, properties: Buffer, value: Buffer): Buffer {
  const isDecimal = baseType === 0x6a || baseType === 0x6c;
  return isDecimal ? Buffer.concat([Buffer.from([value.length]), properties]) : properties;
}
