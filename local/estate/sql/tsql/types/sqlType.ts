import type { ColumnType } from '../../types.ts';

/** A data type with its facets. `fixed` text (char, nchar) is padded; the wire calls it varchar or nvarchar. */
export interface SqlType {
  name: ColumnType;
  /** Characters for text, bytes for varbinary; -1 is max. */
  length?: number;
  precision?: number;
  scale?: number;
  fixed?: true;
}

export const INT: SqlType = { name: 'int' };
export const BIGINT: SqlType = { name: 'bigint' };
export const FLOAT: SqlType = { name: 'float' };
export const GUID: SqlType = { name: 'uniqueidentifier' };
export const DATETIME: SqlType = { name: 'datetime' };
export const DATETIME2: SqlType = { name: 'datetime2', scale: 7 };
export const DATETIMEOFFSET: SqlType = { name: 'datetimeoffset', scale: 7 };
export const VARIANT: SqlType = { name: 'sql_variant' };
export const SYSNAME: SqlType = { name: 'nvarchar', length: 128 };

export const nvarchar = (length: number): SqlType => ({ name: 'nvarchar', length });
export const varchar = (length: number): SqlType => ({ name: 'varchar', length });
export const varbinary = (length: number): SqlType => ({ name: 'varbinary', length });
export const decimal = (precision: number, scale: number): SqlType => ({ name: 'decimal', precision, scale });

export type TypeFamily = 'integer' | 'bit' | 'decimal' | 'float' | 'text' | 'time' | 'guid' | 'binary' | 'variant';

const FAMILY: Record<ColumnType, TypeFamily> = {
  tinyint: 'integer',
  smallint: 'integer',
  int: 'integer',
  bigint: 'integer',
  bit: 'bit',
  float: 'float',
  decimal: 'decimal',
  nvarchar: 'text',
  varchar: 'text',
  uniqueidentifier: 'guid',
  datetime: 'time',
  datetime2: 'time',
  datetimeoffset: 'time',
  sql_variant: 'variant',
  varbinary: 'binary',
};

export function family(type: SqlType): TypeFamily {
  return FAMILY[type.name];
}

export function isNumeric(type: SqlType): boolean {
  const kind = family(type);
  return kind === 'integer' || kind === 'bit' || kind === 'decimal' || kind === 'float';
}

/** How error messages name a type. SQL Server calls decimal `numeric`. */
export function typeName(type: SqlType): string {
  if (type.name === 'decimal') return 'numeric';
  return type.fixed ? type.name.replace('var', '') : type.name;
}
