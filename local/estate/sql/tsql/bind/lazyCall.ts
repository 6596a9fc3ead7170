import { SqlError } from '../sqlError.ts';
import type { Expression } from '../syntax/tree.ts';
import { commonType } from '../types/commonType.ts';
import type { SqlType } from '../types/sqlType.ts';
import type { Predicate, Scalar } from './bound.ts';
import { coerce, isNullLiteral } from './coerce.ts';
import { bindComparison } from './condition.ts';
import type { Scope } from './scope.ts';

type Call = Extract<Expression, { kind: 'call' }>;

const LAZY = new Set(['COALESCE', 'ISNULL', 'NULLIF', 'IIF']);

export function isLazyCall(name: string): boolean {
  return LAZY.has(name);
}

/** COALESCE, ISNULL, NULLIF and IIF evaluate an argument only when they need it. */
export function bindLazyCall(call: Call, scope: Scope): Scalar {
  const bind = (expression: Expression): Scalar => scope.binder.scalar(expression, scope);
  const args = call.arguments;
  // The parser has made a CASE of IIF.
  if (call.name === 'IIF') return bind(required(args[0], call.name, 3));
  if (call.name === 'COALESCE') {
    if (args.length < 2) throw new SqlError(102, 15, "Incorrect syntax near ')'.");
    return coalesce(args.map(bind));
  }
  if (args.length !== 2) throw wrongCount(call.name, 2);
  const first = bind(required(args[0], call.name, 2));
  const second = bind(required(args[1], call.name, 2));
  return call.name === 'ISNULL' ? replaceNull(first, second) : nullIf(first, second);
}

function required(argument: Expression | undefined, name: string, count: number): Expression {
  if (argument === undefined) throw wrongCount(name, count);
  return argument;
}

function wrongCount(name: string, count: number): SqlError {
  return new SqlError(174, 15, `The ${name.toLowerCase()} function requires ${count} argument(s).`);
}

/** The highest type among the arguments. @throws SqlError 4127 when all are the constant NULL */
function coalesce(args: Scalar[]): Scalar {
  if (args.every(isNullLiteral)) {
    throw new SqlError(
      4127,
      16,
      'At least one of the arguments to COALESCE must be an expression that is not the NULL constant.',
    );
  }
  const choices = toCommonType(args);
  return {
    type: choices.type,
    nullable: args.every(({ nullable }) => nullable),
    evaluate: (frame) => {
      for (const choice of choices.scalars) {
        const value = choice.evaluate(frame);
        if (value !== null) return value;
      }
      return null;
    },
  };
}

/** The first argument's type, whatever the second's. */
function replaceNull(first: Scalar, second: Scalar): Scalar {
  const type = isNullLiteral(first) ? second.type : first.type;
  const checked = coerce(first, type);
  const replacement = coerce(second, type);
  return {
    type,
    nullable: first.nullable && second.nullable,
    evaluate: (frame) => checked.evaluate(frame) ?? replacement.evaluate(frame),
  };
}

function nullIf(first: Scalar, second: Scalar): Scalar {
  if (isNullLiteral(first))
    throw new SqlError(
      4151,
      16,
      'The type of the first argument to NULLIF cannot be the NULL constant because the type of the first argument has to be known.',
    );
  const equal = bindComparison('=', first, second);
  return {
    type: first.type,
    nullable: true,
    evaluate: (frame) => (equal(frame) === true ? null : first.evaluate(frame)),
  };
}

/** All in the highest type among them; the constant NULL has no say. */
export function toCommonType(scalars: Scalar[]): { type: SqlType; scalars: Scalar[] } {
  const typed = scalars.filter((scalar) => !isNullLiteral(scalar));
  const type = (typed.length === 0 ? scalars : typed).map((scalar) => scalar.type).reduce(commonType);
  return { type, scalars: scalars.map((scalar) => coerce(scalar, type)) };
}

/** The first branch whose condition holds. */
export function choose(branches: { when: Predicate; result: Scalar }[], otherwise: Scalar): Scalar {
  const common = toCommonType([...branches.map(({ result }) => result), otherwise]);
  const tests = branches.map(({ when }) => when);
  return {
    type: common.type,
    nullable: common.scalars.some(({ nullable }) => nullable),
    evaluate: (frame) => {
      const hit = tests.findIndex((test) => test(frame) === true);
      return common.scalars.at(hit)?.evaluate(frame) ?? null;
    },
  };
}
