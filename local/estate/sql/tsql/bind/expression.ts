import { GLOBAL_VARIABLES } from '../functions/system.ts';
import { SqlError } from '../sqlError.ts';
import { unsupportedOption } from '../syntax/syntaxErrors.ts';
import type { Condition, Expression } from '../syntax/tree.ts';
import { converter } from '../types/convert.ts';
import { DATETIMEOFFSET, family, INT, type SqlType } from '../types/sqlType.ts';
import { invalidArgument } from '../types/typeErrors.ts';
import { bindBinary, bindUnary } from './arithmetic.ts';
import type { Frame, Scalar } from './bound.ts';
import { bindBuiltIn, bindCall } from './call.ts';
import { coerce, isNullLiteral } from './coerce.ts';
import { bindComparison, onlyOneExpression } from './condition.ts';
import { canonicalKey } from './grouping.ts';
import { choose } from './lazyCall.ts';
import { undeclaredVariable } from './nameErrors.ts';
import type { Scope } from './scope.ts';

/** Settles names and types. In a grouped query an expression that is a grouping key may use any column. */
export function bindExpression(expression: Expression, scope: Scope): Scalar {
  const { grouping } = scope;
  if (
    grouping !== null &&
    !grouping.lifted &&
    expression.kind !== 'literal' &&
    grouping.isKey(canonicalKey(expression, scope))
  ) {
    return grouping.lift(() => bindPlain(expression, scope));
  }
  return bindPlain(expression, scope);
}

function bindPlain(expression: Expression, scope: Scope): Scalar {
  switch (expression.kind) {
    case 'literal': {
      const { type, value } = expression;
      return { type, nullable: value === null, literal: { value }, evaluate: () => value };
    }
    case 'column':
      return bindColumn(expression.parts, scope);
    case 'variable':
      return bindVariable(expression.name, scope);
    case 'unary':
      return bindUnary(expression.operator, bindExpression(expression.operand, scope));
    case 'binary':
      return bindBinary(
        expression.operator,
        bindExpression(expression.left, scope),
        bindExpression(expression.right, scope),
      );
    case 'case':
      return bindCase(expression, scope);
    case 'cast':
      return bindCast(expression, scope);
    case 'call':
      return bindCall(expression, scope);
    case 'subquery':
      return bindSubquery(expression, scope);
    case 'atTimeZone':
      return bindTimeZone(expression, scope);
  }
}

function bindColumn(parts: string[], scope: Scope): Scalar {
  const { depth, source, column, bound } = scope.resolve(parts);
  const { type, nullable } = bound;
  if (depth === 0) return { type, nullable, evaluate: (frame) => frame.sources[source]?.[column] ?? null };
  return {
    type,
    nullable,
    evaluate: (frame) => {
      let outer: Frame | null = frame;
      for (let level = 0; level < depth; level += 1) outer = outer?.parent ?? null;
      return outer?.sources[source]?.[column] ?? null;
    },
  };
}

function bindVariable(name: string, scope: Scope): Scalar {
  if (name.startsWith('@@')) {
    const global = GLOBAL_VARIABLES[name.toUpperCase()];
    if (global === undefined) throw undeclaredVariable(name);
    return bindBuiltIn(global, name, []);
  }
  const { slot, type } = scope.batch.variable(name);
  return { type, nullable: true, evaluate: (frame) => frame.run.variables[slot] ?? null };
}

function bindCase(expression: Extract<Expression, { kind: 'case' }>, scope: Scope): Scalar {
  const operand = expression.operand === null ? null : bindExpression(expression.operand, scope);
  const branches = expression.branches.map(({ when, result }) => ({
    when:
      operand === null
        ? scope.binder.condition(when as Condition, scope)
        : bindComparison('=', operand, bindExpression(when as Expression, scope)),
    result: bindExpression(result, scope),
  }));
  const otherwise: Scalar =
    expression.otherwise === null
      ? { type: INT, nullable: true, literal: { value: null }, evaluate: () => null }
      : bindExpression(expression.otherwise, scope);
  if ([...branches.map(({ result }) => result), otherwise].every(isNullLiteral)) {
    throw new SqlError(
      8133,
      16,
      'At least one of the result expressions in a CASE specification must be an expression other than the NULL constant.',
    );
  }
  return choose(branches, otherwise);
}

/** CAST and CONVERT may fail; their TRY_ forms answer NULL instead, except for types that never convert. */
function bindCast(expression: Extract<Expression, { kind: 'cast' }>, scope: Scope): Scalar {
  const operand = bindExpression(expression.operand, scope);
  const { type, lenient } = expression;
  if (isNullLiteral(operand)) return { type, nullable: true, evaluate: () => null };
  const convert = converter(operand.type, type, true, styleOf(expression, scope));
  const nullable = operand.literal === undefined || operand.nullable || lenient;
  if (!lenient) return { type, nullable, evaluate: (frame) => convert(operand.evaluate(frame)) };
  return {
    type,
    nullable,
    evaluate: (frame) => {
      const value = operand.evaluate(frame);
      try {
        return convert(value);
      } catch {
        return null;
      }
    },
  };
}

function styleOf(expression: Extract<Expression, { kind: 'cast' }>, scope: Scope): number | null {
  if (expression.style === null) return null;
  const style = bindExpression(expression.style, scope);
  if (style.literal === undefined) throw unsupportedOption('CONVERT style that is not a constant');
  if (style.literal.value === null || typeof style.literal.value !== 'number')
    throw invalidArgument(style.type, 3, 'convert');
  return style.literal.value;
}

function bindSubquery(expression: Extract<Expression, { kind: 'subquery' }>, scope: Scope): Scalar {
  const query = scope.binder.query(expression.query, scope, scope.batch, scope.commonTables);
  const [column] = query.columns;
  if (column === undefined || query.columns.length > 1) throw onlyOneExpression();
  return {
    type: column.type,
    nullable: true,
    evaluate: (frame) => {
      const rows = query.rows(frame.run, frame);
      if (rows.length > 1) throw moreThanOneRow();
      return rows[0]?.[0] ?? null;
    },
  };
}

/** 512 */
function moreThanOneRow(): SqlError {
  return new SqlError(
    512,
    16,
    'Subquery returned more than 1 value. This is not permitted when the subquery follows =, !=, <, <= , >, >= or when the subquery is used as an expression.',
  );
}

/** Everything in the estate is UTC, so only that zone can be asked for. */
function bindTimeZone(expression: Extract<Expression, { kind: 'atTimeZone' }>, scope: Scope): Scalar {
  const operand = bindExpression(expression.operand, scope);
  const zone = bindExpression(expression.zone, scope).literal?.value;
  if (typeof zone !== 'string' || zone.toUpperCase() !== 'UTC')
    throw unsupportedOption(`AT TIME ZONE '${String(zone)}'`);
  if (family(operand.type) !== 'time') throw invalidArgument(operand.type, 1, 'AT TIME ZONE');
  const type: SqlType = { ...DATETIMEOFFSET, scale: operand.type.scale ?? 3 };
  return coerce(operand, type);
}
