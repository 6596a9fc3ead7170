import { SqlError } from '../sqlError.ts';

/** 208: no such view here. */
export function invalidObject(name: string): SqlError {
  return new SqlError(208, 16, `Invalid object name '${name}'.`);
}

/** 207: no such column in the tables of this query. */
export function invalidColumn(name: string): SqlError {
  return new SqlError(207, 16, `Invalid column name '${name}'.`);
}

/** 209: more than one table has this column. */
export function ambiguousColumn(name: string): SqlError {
  return new SqlError(209, 16, `Ambiguous column name '${name}'.`);
}

/** 4104: the qualifier names no table of this query. */
export function unboundIdentifier(name: string): SqlError {
  return new SqlError(4104, 16, `The multi-part identifier "${name}" could not be bound.`);
}

/** 1013: two tables of one FROM clause under one name. */
export function sameExposedNames(left: string, right: string): SqlError {
  return new SqlError(
    1013,
    16,
    `The objects "${left}" and "${right}" in the FROM clause have the same exposed names. Use correlation names to distinguish them.`,
  );
}

/** 195: no such built-in function. */
export function unknownFunction(name: string): SqlError {
  return new SqlError(195, 15, `'${name}' is not a recognized built-in function name.`, 10);
}

/** 137: the variable was never declared. */
export function undeclaredVariable(name: string): SqlError {
  return new SqlError(137, 15, `Must declare the scalar variable "${name}".`, 2);
}

/** 8155: a derived table whose column has no name. */
export function unnamedColumn(position: number, table: string): SqlError {
  return new SqlError(8155, 16, `No column name was specified for column ${position} of '${table}'.`, 2);
}

/** 8156: a derived table with two columns of one name. */
export function repeatedColumn(column: string, table: string): SqlError {
  return new SqlError(8156, 16, `The column '${column}' was specified multiple times for '${table}'.`);
}
