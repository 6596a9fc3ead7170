import { BINDER } from '../bind/binder.ts';
import { emptyFrame, type Run, type Scalar } from '../bind/bound.ts';
import { coerce } from '../bind/coerce.ts';
import { SqlError } from '../sqlError.ts';
import type { Argument, Statement } from '../syntax/tree.ts';
import { SYSNAME } from '../types/sqlType.ts';
import { waitForCopySync } from './copySync.ts';
import { compileDynamicText } from './dynamicText.ts';
import type { Compiler, Runnable } from './runnable.ts';
import { resetSession } from './sessionState.ts';
import { DONE } from './steps.ts';

type Execute = Extract<Statement, { kind: 'execute' }>;

const PROCEDURES: Record<string, (statement: Execute, compiler: Compiler) => Runnable> = {
  sp_executesql: compileDynamicText,
  sp_wait_for_database_copy_sync: compileCopySync,
  sp_reset_connection: () =>
    function* ({ session }) {
      resetSession(session);
      yield DONE;
      return 'next';
    },
};

/** EXEC: the few system procedures that the estate has. @throws SqlError 2812 for any other */
export function compileExecute(statement: Execute, compiler: Compiler): Runnable {
  const [schema = '', name = ''] =
    statement.procedure.length > 1 ? statement.procedure.slice(-2) : ['', ...statement.procedure];
  const known = schema === '' || schema.toLowerCase() === 'sys' ? PROCEDURES[name.toLowerCase()] : undefined;
  if (known !== undefined) return known(statement, compiler);
  const missing = new SqlError(2812, 16, `Could not find stored procedure '${statement.procedure.join('.')}'.`, 62);
  // biome-ignore lint/correctness/useYield: the statement does nothing but fail, when it is reached.
  return function* () {
    throw missing;
  };
}

function compileCopySync(statement: Execute, compiler: Compiler): Runnable {
  const server = namedArgument(statement.arguments, '@target_server', 0, compiler);
  const database = namedArgument(statement.arguments, '@target_database', 1, compiler);
  return function* (run: Run) {
    const text = (value: Scalar): string => String(value.evaluate(emptyFrame(run)) ?? '');
    yield* waitForCopySync(run, text(server), text(database));
    yield DONE;
    return 'next';
  };
}

/** By name, or by position when no name is given. @throws SqlError 201 */
function namedArgument(args: Argument[], name: string, position: number, compiler: Compiler): Scalar {
  const found =
    args.find((argument) => argument.name?.toLowerCase() === name) ??
    args.filter((argument) => argument.name === null)[position];
  if (found === undefined) {
    throw new SqlError(
      201,
      16,
      `Procedure or function 'sp_wait_for_database_copy_sync' expects parameter '${name}', which was not supplied.`,
      4,
    );
  }
  return coerce(BINDER.scalar(found.value, compiler.scope), SYSNAME);
}
