import { BINDER } from '../bind/binder.ts';
import { emptyFrame } from '../bind/bound.ts';
import { coerce } from '../bind/coerce.ts';
import { SqlError } from '../sqlError.ts';
import type { Statement } from '../syntax/tree.ts';
import { nvarchar } from '../types/sqlType.ts';
import type { Compiler, Runnable } from './runnable.ts';
import { DONE } from './steps.ts';

export function compileIf(statement: Extract<Statement, { kind: 'if' }>, compiler: Compiler): Runnable {
  const condition = BINDER.condition(statement.condition, compiler.scope);
  const holds = compiler.compile(statement.holds);
  const otherwise = statement.otherwise === null ? null : compiler.compile(statement.otherwise);
  return function* (run) {
    if (condition(emptyFrame(run)) === true) return yield* holds(run);
    return otherwise === null ? 'next' : yield* otherwise(run);
  };
}

const DELAY = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3})\d*)?)?$/;
const POLL_MS = 20;

/** WAITFOR DELAY 'hh:mm:ss.mmm', on the model's clock. @throws SqlError 148 */
export function compileWaitFor({ delay }: Extract<Statement, { kind: 'waitForDelay' }>, compiler: Compiler): Runnable {
  const text = coerce(BINDER.scalar(delay, compiler.scope), nvarchar(60));
  return function* (run) {
    const { clock } = run.session.model;
    const until = clock.now() + delayMs(String(text.evaluate(emptyFrame(run)) ?? ''));
    yield { kind: 'wait', until: () => (clock.now() >= until ? 'ready' : 'waiting'), pollMs: POLL_MS };
    yield DONE;
    return 'next';
  };
}

function delayMs(text: string): number {
  const parts = DELAY.exec(text.trim());
  const [hours = 99, minutes = 99, seconds = 0] = (parts ?? []).slice(1, 4).map((part) => Number(part ?? 0));
  if (parts === null || hours > 23 || minutes > 59 || seconds > 59) {
    throw new SqlError(148, 15, `Incorrect time syntax in time string '${text}' used with WAITFOR.`);
  }
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + Number((parts[4] ?? '').padEnd(3, '0'));
}

/** Transactions are counted, nothing more: the estate's views are read-only. */
export function compileTransaction({ action }: Extract<Statement, { kind: 'transaction' }>): Runnable {
  return function* ({ state }) {
    if (action === 'begin') state.transactionCount += 1;
    if (action === 'commit') {
      if (state.transactionCount === 0) {
        throw new SqlError(3902, 16, 'The COMMIT TRANSACTION request has no corresponding BEGIN TRANSACTION.');
      }
      state.transactionCount -= 1;
    }
    if (action === 'rollback') {
      if (state.transactionCount === 0) {
        throw new SqlError(3903, 16, 'The ROLLBACK TRANSACTION request has no corresponding BEGIN TRANSACTION.');
      }
      state.transactionCount = 0;
    }
    if (action === 'save' && state.transactionCount === 0) {
      throw new SqlError(628, 16, 'Cannot issue SAVE TRANSACTION when there is no active transaction.', 0);
    }
    yield DONE;
    return 'next';
  };
}

/** Azure SQL keeps a connection in its database. @throws SqlError 40508 */
export function compileUse({ database }: Extract<Statement, { kind: 'use' }>): Runnable {
  return function* (run) {
    if (database.toLowerCase() !== run.session.database.toLowerCase()) {
      throw new SqlError(
        40508,
        16,
        'USE statement is not supported to switch between databases. Use a new connection to connect to a different database.',
      );
    }
    yield DONE;
    return 'next';
  };
}
