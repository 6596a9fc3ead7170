import type { BuiltIn, FunctionTable } from './builtIn.ts';
import { DATE_TIME_FUNCTIONS } from './dateTime.ts';
import { MATH_FUNCTIONS } from './math.ts';
import { SYSTEM_FUNCTIONS } from './system.ts';
import { TEXT_FUNCTIONS } from './text.ts';

const TABLES: readonly FunctionTable[] = [TEXT_FUNCTIONS, MATH_FUNCTIONS, DATE_TIME_FUNCTIONS, SYSTEM_FUNCTIONS];

/** A built-in function by its upper-case name. Names with a part argument or a lazy one are bound elsewhere. */
export function builtIn(name: string): BuiltIn | undefined {
  return TABLES.find((table) => Object.hasOwn(table, name))?.[name];
}
