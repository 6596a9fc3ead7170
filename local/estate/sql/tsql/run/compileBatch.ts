import type { SqlStep } from '../../types.ts';
import type { BatchScope } from '../bind/batchScope.ts';
import { BINDER } from '../bind/binder.ts';
import { Scope } from '../bind/scope.ts';
import { parseBatch } from '../parser/parseBatch.ts';
import { endsBatch, SqlError } from '../sqlError.ts';
import type { Statement } from '../syntax/tree.ts';
import { compileAlterDatabase } from './alterDatabase.ts';
import { compileIf, compileTransaction, compileUse, compileWaitFor } from './controlStatements.ts';
import { compileExecute } from './executeStatement.ts';
import { compileQuery } from './queryStatement.ts';
import type { Compiler, Outcome, Runnable } from './runnable.ts';
import { errorSteps } from './steps.ts';
import { compileDeclare, compilePrint, compileSetOption, compileSetVariable } from './variableStatements.ts';

/**
 * Parses a batch and settles every name and type in it. A view that does not exist only fails when its statement is
 * reached (deferred name resolution); every other mistake keeps the whole batch from running.
 * @throws SqlError
 */
export function compileBatch(text: string, batch: BatchScope): Runnable {
  const scope = new Scope(BINDER, batch, new Map(), null);
  const compiler: Compiler = {
    batch,
    scope,
    compile: (statement) => compileStatement(statement, compiler),
    compileText: compileBatch,
  };
  return inSequence(parseBatch(text).map(compiler.compile));
}

function compileStatement(statement: Statement, compiler: Compiler): Runnable {
  if (statement.kind === 'block') return inSequence(statement.statements.map(compiler.compile));
  try {
    return guarded(compileSimple(statement, compiler));
  } catch (cause) {
    if (!(cause instanceof SqlError) || cause.number !== 208) throw cause;
    // biome-ignore lint/correctness/useYield: the statement does nothing but fail, when it is reached.
    return guarded(function* () {
      throw cause;
    });
  }
}

function compileSimple(statement: Exclude<Statement, { kind: 'block' }>, compiler: Compiler): Runnable {
  switch (statement.kind) {
    case 'if':
      return compileIf(statement, compiler);
    case 'query':
      return compileQuery(statement.query, compiler);
    case 'declare':
      return compileDeclare(statement, compiler);
    case 'setVariable':
      return compileSetVariable(statement, compiler);
    case 'setOption':
      return compileSetOption(statement);
    case 'print':
      return compilePrint(statement, compiler);
    case 'waitForDelay':
      return compileWaitFor(statement, compiler);
    case 'transaction':
      return compileTransaction(statement);
    case 'execute':
      return compileExecute(statement, compiler);
    case 'alterDatabase':
      return compileAlterDatabase(statement);
    case 'use':
      return compileUse(statement);
    case 'return':
      // biome-ignore lint/correctness/useYield: RETURN shows nothing.
      return function* () {
        return 'return';
      };
  }
}

function inSequence(statements: Runnable[]): Runnable {
  return function* (run) {
    for (const statement of statements) if ((yield* statement(run)) === 'return') return 'return';
    return 'next';
  };
}

/** Each statement has its own moment and its own reading of the views; its error ends it, and mostly the batch. */
function guarded(statement: Runnable): Runnable {
  return function* (run): Generator<SqlStep, Outcome> {
    run.nowMs = run.session.model.clock.now();
    run.viewRows.clear();
    run.joinedRows = 0;
    const errorsBefore = run.state.errorCount;
    try {
      const outcome = yield* statement(run);
      if (run.state.errorCount === errorsBefore) run.state.lastError = 0;
      return outcome;
    } catch (cause) {
      const error = cause instanceof SqlError ? cause : internalError(cause);
      run.state.lastError = error.number;
      run.state.errorCount += 1;
      yield* errorSteps(error);
      return endsBatch(error) ? 'return' : 'next';
    }
  };
}

/** A mistake of the estate's own: told, never hidden behind an empty answer. */
function internalError(cause: unknown): SqlError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new SqlError(50000, 16, `The local estate failed while it evaluated this statement: ${reason}`);
}
