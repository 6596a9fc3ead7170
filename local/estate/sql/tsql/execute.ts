import type { ExecuteBatch, SqlParameter, SqlSession, SqlStep } from '../types.ts';
import { BatchScope } from './bind/batchScope.ts';
import type { Run } from './bind/bound.ts';
import { PlanCache } from './planCache.ts';
import { compileBatch } from './run/compileBatch.ts';
import type { Runnable } from './run/runnable.ts';
import { sessionState } from './run/sessionState.ts';
import { errorSteps } from './run/steps.ts';
import { SqlError } from './sqlError.ts';
import type { SqlType } from './types/sqlType.ts';

const PLAN_LIMIT = 500;
/** Longer texts are compiled each time: a cache of them would cost more memory than it saves time. */
const CACHED_TEXT_LIMIT = 20_000;
const plans = new PlanCache<Runnable>(PLAN_LIMIT);

/**
 * Runs a T-SQL batch over the estate's views. Steps are produced lazily: what follows a wait sees the model as it is
 * then. Never throws: a refusal is a step with SQL Server's number, severity and wording.
 */
export const executeBatch: ExecuteBatch = function* (text, parameters, session): Generator<SqlStep> {
  let plan: Runnable;
  const state = sessionState(session);
  try {
    plan = planFor(text, parameters, session);
  } catch (cause) {
    const error =
      cause instanceof SqlError
        ? cause
        : new SqlError(50000, 16, `The local estate failed while it compiled this batch: ${String(cause)}`);
    state.lastError = error.number;
    yield* errorSteps(error);
    return;
  }
  const run: Run = {
    session,
    state,
    variables: parameters.map(({ value }) => value),
    nowMs: session.model.clock.now(),
    viewRows: new Map(),
    joinedRows: 0,
  };
  yield* plan(run);
};

function planFor(text: string, parameters: SqlParameter[], session: SqlSession): Runnable {
  const inMaster = session.database.toLowerCase() === 'master';
  const compile = (): Runnable => {
    const batch = new BatchScope(inMaster);
    for (const { name, type } of parameters) batch.declare(variableName(name), parameterType(type));
    return compileBatch(text, batch);
  };
  if (text.length > CACHED_TEXT_LIMIT) return compile();
  const signature = parameters.map(({ name, type }) => `${name} ${type}`).join(',');
  return plans.get(`${inMaster ? 'master' : 'user'}\0${signature}\0${text}`, compile);
}

function variableName(name: string): string {
  return name.startsWith('@') ? name : `@${name}`;
}

/** The contract carries no facets: a parameter is as wide as its type can be. */
function parameterType(name: SqlParameter['type']): SqlType {
  switch (name) {
    case 'nvarchar':
    case 'varchar':
    case 'varbinary':
      return { name, length: -1 };
    case 'decimal':
      return { name, precision: 38, scale: 10 };
    case 'datetime2':
    case 'datetimeoffset':
      return { name, scale: 7 };
    default:
      return { name };
  }
}
