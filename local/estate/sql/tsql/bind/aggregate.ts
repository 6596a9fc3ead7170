import type { Value } from '../../types.ts';
import { SqlError } from '../sqlError.ts';
import type { Expression } from '../syntax/tree.ts';
import { comparer, equalityKey } from '../types/compare.ts';
import { toInteger } from '../types/integerRange.ts';
import { cutTo } from '../types/round.ts';
import { BIGINT, decimal, FLOAT, family, INT, type SqlType } from '../types/sqlType.ts';
import { fitDecimal } from '../types/toNumber.ts';
import { invalidOperand } from '../types/typeErrors.ts';
import type { Frame, Scalar } from './bound.ts';
import type { Scope } from './scope.ts';

export interface BoundAggregate {
  type: SqlType;
  /** Over the frames of one group. */
  compute: (frames: readonly Frame[]) => Value;
}

const AGGREGATES = new Set(['COUNT', 'COUNT_BIG', 'SUM', 'MIN', 'MAX', 'AVG']);

export function isAggregate(name: string): boolean {
  return AGGREGATES.has(name);
}

/** Binds COUNT(*), SUM(DISTINCT x) and the like. @throws SqlError 130, 147, 8117, 174 */
export function bindAggregate(call: Extract<Expression, { kind: 'call' }>, scope: Scope): Scalar {
  const grouping = scope.grouping;
  if (grouping === null) throw misplaced(scope);
  if (grouping.lifted) {
    throw new SqlError(
      130,
      16,
      'Cannot perform an aggregate function on an expression containing an aggregate or a subquery.',
    );
  }
  const [argument] = call.arguments;
  if (call.star) {
    if (call.name !== 'COUNT' && call.name !== 'COUNT_BIG') throw new SqlError(102, 15, "Incorrect syntax near '*'.");
    return grouping.add(countRows(call.name));
  }
  if (argument === undefined || call.arguments.length > 1) {
    throw new SqlError(174, 15, `The ${call.name.toLowerCase()} function requires 1 argument(s).`);
  }
  const bound = grouping.lift(() => scope.binder.scalar(argument, scope));
  const values = valuesOf(bound, call.distinct);
  return grouping.add(aggregateOver(call.name, bound.type, values));
}

function misplaced(scope: Scope): SqlError {
  if (scope.clause === 'GROUP BY') {
    return new SqlError(
      144,
      15,
      'Cannot use an aggregate or a subquery in an expression used for the group by list of a GROUP BY clause.',
    );
  }
  return new SqlError(
    147,
    15,
    `An aggregate may not appear in the ${scope.clause} clause unless it is in a subquery contained in a HAVING clause or a select list, and the column being aggregated is an outer reference.`,
  );
}

function countRows(name: string): BoundAggregate {
  const type = name === 'COUNT' ? INT : BIGINT;
  return { type, compute: (frames) => toInteger(type, frames.length) };
}

type Values = (frames: readonly Frame[]) => Exclude<Value, null>[];

/** Aggregates pass NULL over. */
function valuesOf(argument: Scalar, distinct: boolean): Values {
  return (frames) => {
    const seen = new Set<string>();
    const values: Exclude<Value, null>[] = [];
    for (const frame of frames) {
      const value = argument.evaluate(frame);
      if (value === null) continue;
      if (distinct) {
        const key = equalityKey(argument.type, value);
        if (seen.has(key)) continue;
        seen.add(key);
      }
      values.push(value);
    }
    return values;
  };
}

function aggregateOver(name: string, type: SqlType, values: Values): BoundAggregate {
  switch (name) {
    case 'COUNT':
    case 'COUNT_BIG': {
      const result = name === 'COUNT' ? INT : BIGINT;
      return { type: result, compute: (frames) => toInteger(result, values(frames).length) };
    }
    case 'MIN':
    case 'MAX':
      return extreme(name, type, values);
    case 'SUM':
      return sum(type, values);
    default:
      return average(type, values);
  }
}

function extreme(name: 'MIN' | 'MAX', type: SqlType, values: Values): BoundAggregate {
  if (type.name === 'bit') throw invalidOperand(type, name.toLowerCase());
  const compare = comparer(type);
  const sign = name === 'MIN' ? -1 : 1;
  return {
    type,
    compute: (frames) => {
      let best: Value = null;
      for (const value of values(frames)) if (best === null || compare(value, best) * sign > 0) best = value;
      return best;
    },
  };
}

function sum(type: SqlType, values: Values): BoundAggregate {
  const result = sumType(type, 'sum');
  return {
    type: result,
    compute: (frames) => {
      const all = values(frames);
      return all.length === 0 ? null : total(result, all);
    },
  };
}

/** Source: SUM (Transact-SQL), return types. */
function sumType(type: SqlType, operator: string): SqlType {
  switch (family(type)) {
    case 'integer':
      return type.name === 'bigint' ? BIGINT : INT;
    case 'decimal':
      return decimal(38, type.scale ?? 0);
    case 'float':
      return FLOAT;
    default:
      throw invalidOperand(type, operator);
  }
}

function total(type: SqlType, values: Exclude<Value, null>[]): Value {
  if (family(type) === 'integer')
    return toInteger(
      type,
      values.reduce((all: bigint, value) => all + whole(value), 0n),
    );
  const all = values.reduce((left: number, value) => left + Number(value), 0);
  return family(type) === 'decimal' ? fitDecimal(all, type) : all;
}

function whole(value: Exclude<Value, null>): bigint {
  return typeof value === 'bigint' ? value : BigInt(Number(value));
}

/** Integers average to an integer, cut off. Source: AVG (Transact-SQL), return types. */
function average(type: SqlType, values: Values): BoundAggregate {
  const summed = sumType(type, 'avg');
  const result = family(type) === 'decimal' ? decimal(38, Math.max(type.scale ?? 0, 6)) : summed;
  return {
    type: result,
    compute: (frames) => {
      const all = values(frames);
      if (all.length === 0) return null;
      const summedUp = total(summed, all);
      if (typeof summedUp === 'bigint') return summedUp / BigInt(all.length);
      const mean = Number(summedUp) / all.length;
      if (family(type) === 'integer') return Math.trunc(mean);
      return family(type) === 'decimal' ? cutTo(mean, result.scale ?? 6) : mean;
    },
  };
}
