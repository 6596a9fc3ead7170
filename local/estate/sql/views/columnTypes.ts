import type { Column } from '../types.ts';

type Definition = Omit<Column, 'name'>;

/** Column types as the documentation names them. Nullable unless wrapped in `required`. */
export const tinyint: Definition = { type: 'tinyint', nullable: true };
export const smallint: Definition = { type: 'smallint', nullable: true };
export const int: Definition = { type: 'int', nullable: true };
export const bigint: Definition = { type: 'bigint', nullable: true };
export const bit: Definition = { type: 'bit', nullable: true };
export const float: Definition = { type: 'float', nullable: true };
export const uniqueidentifier: Definition = { type: 'uniqueidentifier', nullable: true };
export const datetime: Definition = { type: 'datetime', nullable: true };
export const datetimeoffset: Definition = { type: 'datetimeoffset', nullable: true, scale: 7 };
export const variant: Definition = { type: 'sql_variant', nullable: true };
/** The alias type sysname is nvarchar(128) that is never NULL. */
export const sysname: Definition = { type: 'nvarchar', nullable: false, length: 128 };

export const nvarchar = (length: number): Definition => ({ type: 'nvarchar', nullable: true, length });
export const varchar = (length: number): Definition => ({ type: 'varchar', nullable: true, length });
export const varbinary = (length: number): Definition => ({ type: 'varbinary', nullable: true, length });
export const decimal = (precision: number, scale: number): Definition => ({
  type: 'decimal',
  nullable: true,
  precision,
  scale,
});

export const required = (definition: Definition): Definition => ({ ...definition, nullable: false });
export const optional = (definition: Definition): Definition => ({ ...definition, nullable: true });
