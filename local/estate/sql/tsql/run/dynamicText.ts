import type { Value } from '../../types.ts';
import { BatchScope } from '../bind/batchScope.ts';
import { BINDER } from '../bind/binder.ts';
import { emptyFrame, type Run, type Scalar } from '../bind/bound.ts';
import { coerce } from '../bind/coerce.ts';
import { parseParameterList } from '../parser/parseBatch.ts';
import { SqlError } from '../sqlError.ts';
import type { Expression, Statement } from '../syntax/tree.ts';
import { nvarchar } from '../types/sqlType.ts';
import type { Compiler, Runnable } from './runnable.ts';

type Execute = Extract<Statement, { kind: 'execute' }>;

/** sp_executesql N'text', N'@p type, ...', @p = value, ...: the text has variables of its own. */
export function compileDynamicText({ arguments: args }: Execute, compiler: Compiler): Runnable {
  const [text, parameters, ...given] = args;
  if (text === undefined) {
    throw new SqlError(
      201,
      16,
      "Procedure or function 'sp_executesql' expects parameter '@statement', which was not supplied.",
      4,
    );
  }
  const statement = unicodeText(text.value, '@statement', compiler);
  const declared = parameters === undefined ? null : unicodeText(parameters.value, '@params', compiler);
  const values = given.map(({ name, value }) => ({ name, scalar: BINDER.scalar(value, compiler.scope) }));
  return function* (run) {
    const frame = emptyFrame(run);
    const batch = new BatchScope(compiler.batch.inMaster);
    const variables: Value[] = [];
    const list = declared === null ? [] : parseParameterList(String(declared.evaluate(frame) ?? ''));
    for (const [position, { name, type }] of list.entries()) {
      const argument = matching(values, name, position);
      variables[batch.declare(name, type)] = coerce(argument, type).evaluate(frame);
    }
    const inner: Run = { ...run, variables };
    yield* compiler.compileText(String(statement.evaluate(frame) ?? ''), batch)(inner);
    return 'next';
  };
}

/** @throws SqlError 8178 */
function matching(values: { name: string | null; scalar: Scalar }[], name: string, position: number): Scalar {
  const found = values.find((value) => value.name?.toLowerCase() === name.toLowerCase()) ?? values[position];
  if (found === undefined || (found.name !== null && found.name.toLowerCase() !== name.toLowerCase())) {
    throw new SqlError(8178, 16, `The parameterized query expects the parameter '${name}', which was not supplied.`);
  }
  return found.scalar;
}

/** @throws SqlError 214 when the text is not Unicode, as SQL Server insists */
function unicodeText(value: Expression, name: string, compiler: Compiler): Scalar {
  const bound = BINDER.scalar(value, compiler.scope);
  if (bound.type.name !== 'nvarchar') {
    throw new SqlError(214, 16, `Procedure expects parameter '${name}' of type 'ntext/nchar/nvarchar'.`, 2);
  }
  return coerce(bound, nvarchar(-1));
}
