import type { ByteWriter } from './byteWriter.ts';
import type { ColumnLayout } from './columnLayout.ts';
import { COLLATION, DataType, MAX_LENGTH } from './dataTypes.ts';
import { decimalBytes } from './decimal.ts';

const COLMETADATA = 0x81;
const Flag = { nullable: 0x01, updatableUnknown: 0x08 } as const;

/** COLMETADATA: what the rows that follow are made of. Source: MS-TDS 2.2.7.4. */
export function writeColumnMetadata(writer: ByteWriter, columns: readonly ColumnLayout[]): void {
  writer.uint8(COLMETADATA).uint16(columns.length);
  for (const column of columns) {
    writer.uint32(0).uint16((column.nullable ? Flag.nullable : 0) | Flag.updatableUnknown);
    writeTypeInfo(writer, column);
    writer.shortText(column.name);
  }
}

/** TYPE_INFO. A column that cannot be NULL has the fixed-length type where there is one, as SQL Server sends it. */
export function writeTypeInfo(writer: ByteWriter, column: ColumnLayout): ByteWriter {
  const fixedOrNullable = (fixed: number, nullable: number, bytes: number) =>
    column.nullable ? writer.uint8(nullable).uint8(bytes) : writer.uint8(fixed);
  switch (column.type) {
    case 'tinyint':
      return fixedOrNullable(DataType.int1, DataType.intN, 1);
    case 'smallint':
      return fixedOrNullable(DataType.int2, DataType.intN, 2);
    case 'int':
      return fixedOrNullable(DataType.int4, DataType.intN, 4);
    case 'bigint':
      return fixedOrNullable(DataType.int8, DataType.intN, 8);
    case 'bit':
      return fixedOrNullable(DataType.bit, DataType.bitN, 1);
    case 'float':
      return fixedOrNullable(DataType.float8, DataType.floatN, 8);
    case 'datetime':
      return fixedOrNullable(DataType.dateTime, DataType.dateTimeN, 8);
    case 'uniqueidentifier':
      return writer.uint8(DataType.guid).uint8(16);
    case 'datetime2':
      return writer.uint8(DataType.dateTime2).uint8(column.scale);
    case 'datetimeoffset':
      return writer.uint8(DataType.dateTimeOffset).uint8(column.scale);
    case 'decimal': {
      const bytes = decimalBytes(column.precision) + 1;
      return writer.uint8(DataType.decimalN).uint8(bytes).uint8(column.precision).uint8(column.scale);
    }
    case 'nvarchar':
      return writer
        .uint8(DataType.nVarChar)
        .uint16(wireLength(column.length * 2))
        .bytes(COLLATION);
    case 'varchar':
      return writer.uint8(DataType.bigVarChar).uint16(wireLength(column.length)).bytes(COLLATION);
    case 'varbinary':
      return writer.uint8(DataType.bigVarBinary).uint16(wireLength(column.length));
    case 'sql_variant':
      return writer.uint8(DataType.sqlVariant).uint32(8009);
  }
}

function wireLength(bytes: number): number {
  return bytes < 0 ? MAX_LENGTH : bytes;
}
