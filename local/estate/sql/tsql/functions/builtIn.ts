import type { Value } from '../../types.ts';
import type { Run, Scalar } from '../bind/bound.ts';
import { family, nvarchar, type SqlType, varchar } from '../types/sqlType.ts';

/** How an argument is brought into shape before the function sees it. */
export type Accepts = 'text' | 'number' | 'integer' | 'time' | 'any';

/** One row of the table of functions. */
export interface BuiltIn {
  least: number;
  most: number;
  /** One per argument; the last also serves those that follow. */
  accepts: Accepts[];
  result: (args: Scalar[]) => { type: SqlType; nullable: boolean };
  evaluate: (values: Value[], run: Run, types: SqlType[]) => Value;
  /** Most functions answer NULL as soon as one argument is NULL; these do not. */
  takesNull?: true;
}

export type FunctionTable = Readonly<Record<string, BuiltIn>>;

/** The same type whatever the arguments; nullable, as SQL Server derives it for most functions. */
export function always(type: SqlType, nullable = true): BuiltIn['result'] {
  return () => ({ type, nullable });
}

/** Text of the first argument's kind and length. */
export function likeFirst(args: Scalar[]): { type: SqlType; nullable: boolean } {
  const { fixed: _, ...type } = args[0]?.type ?? varchar(1);
  return { type: asText(type), nullable: true };
}

/** The text that a value becomes when a text function takes it. Text keeps its length: LEN of varchar(max) is a bigint. */
export function asText(type: SqlType): SqlType {
  if (isText(type)) return type;
  return type.name === 'uniqueidentifier' || family(type) === 'time' ? nvarchar(60) : varchar(60);
}

/** Text of the first argument's kind, as long as text can be. */
export function longText(args: Scalar[]): { type: SqlType; nullable: boolean } {
  const texts = args.map(({ type }) => type).filter(isText);
  const unlimited = texts.some(({ length }) => length === -1);
  const type = texts.some(({ name }) => name === 'nvarchar')
    ? nvarchar(unlimited ? -1 : 4000)
    : varchar(unlimited ? -1 : 8000);
  return { type, nullable: true };
}

function isText(type: SqlType): boolean {
  return type.name === 'nvarchar' || type.name === 'varchar';
}

/** The value of a literal argument, when it is one. */
export function literalNumber(scalar: Scalar | undefined): number | null {
  const value = scalar?.literal?.value;
  return typeof value === 'number' ? value : null;
}
