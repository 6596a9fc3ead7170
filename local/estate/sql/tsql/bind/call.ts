import type { Value } from '../../types.ts';
import { type Accepts, asText, type BuiltIn } from '../functions/builtIn.ts';
import { builtIn } from '../functions/functionTable.ts';
import { SqlError } from '../sqlError.ts';
import type { Expression } from '../syntax/tree.ts';
import { DATETIMEOFFSET, FLOAT, family, INT, isNumeric } from '../types/sqlType.ts';
import { invalidArgument } from '../types/typeErrors.ts';
import { bindAggregate, isAggregate } from './aggregate.ts';
import type { Frame, Scalar } from './bound.ts';
import { coerce, isNullLiteral } from './coerce.ts';
import { bindDateCall, isDateCall } from './dateCall.ts';
import { bindLazyCall, isLazyCall } from './lazyCall.ts';
import { unknownFunction } from './nameErrors.ts';
import type { Scope } from './scope.ts';

type Call = Extract<Expression, { kind: 'call' }>;

/** A function call. @throws SqlError 195, 174, 8116 and what the function itself refuses */
export function bindCall(call: Call, scope: Scope): Scalar {
  if (isAggregate(call.name)) return bindAggregate(call, scope);
  if (call.star || call.distinct)
    throw new SqlError(102, 15, `Incorrect syntax near '${call.star ? '*' : call.name}'.`);
  if (isLazyCall(call.name)) return bindLazyCall(call, scope);
  if (isDateCall(call.name)) return bindDateCall(call, scope);
  const found = builtIn(call.name);
  if (found === undefined) throw unknownFunction(call.name);
  return bindBuiltIn(
    found,
    call.name,
    call.arguments.map((argument) => scope.binder.scalar(argument, scope)),
  );
}

export function bindBuiltIn(found: BuiltIn, name: string, given: Scalar[]): Scalar {
  if (given.length < found.least || given.length > found.most) throw wrongCount(name, found);
  const args = given.map((argument, index) =>
    shape(argument, found.accepts[index] ?? found.accepts.at(-1) ?? 'any', index, name),
  );
  const types = args.map(({ type }) => type);
  const { type, nullable } = found.result(
    given.map((scalar, index) => (isNullLiteral(scalar) ? (args[index] ?? scalar) : scalar)),
  );
  const evaluate = (frame: Frame): Value => {
    const values: Value[] = [];
    for (const argument of args) {
      const value = argument.evaluate(frame);
      if (value === null && found.takesNull !== true) return null;
      values.push(value);
    }
    return found.evaluate(values, frame.run, types);
  };
  return { type, nullable, evaluate };
}

/** 174, 189 */
function wrongCount(name: string, found: BuiltIn): SqlError {
  const lower = name.toLowerCase();
  return found.least === found.most
    ? new SqlError(174, 15, `The ${lower} function requires ${found.least} argument(s).`)
    : new SqlError(189, 15, `The ${lower} function requires ${found.least} to ${found.most} arguments.`);
}

function shape(argument: Scalar, accepts: Accepts, index: number, name: string): Scalar {
  const kind = family(argument.type);
  const refuse = (): SqlError => invalidArgument(argument.type, index + 1, name.toLowerCase());
  switch (accepts) {
    case 'any':
      return argument;
    case 'text':
      if (kind === 'variant' || kind === 'binary') throw refuse();
      return coerce(argument, asText(argument.type));
    case 'integer':
      if (isNullLiteral(argument)) return coerce(argument, INT);
      if (!isNumeric(argument.type) && kind !== 'text') throw refuse();
      return coerce(argument, argument.type.name === 'bigint' ? argument.type : INT);
    case 'number':
      if (kind === 'text') return coerce(argument, FLOAT);
      if (!isNumeric(argument.type)) throw refuse();
      return kind === 'bit' ? coerce(argument, INT) : argument;
    case 'time':
      if (kind === 'text') return coerce(argument, DATETIMEOFFSET);
      if (kind !== 'time' && !isNumeric(argument.type)) throw refuse();
      return kind === 'time' ? argument : coerce(argument, { name: 'datetime' });
  }
}
