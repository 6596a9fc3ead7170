import { BINDER } from '../bind/binder.ts';
import { emptyFrame } from '../bind/bound.ts';
import { coerce } from '../bind/coerce.ts';
import type { Statement } from '../syntax/tree.ts';
import { nvarchar } from '../types/sqlType.ts';
import type { Compiler, Runnable } from './runnable.ts';
import { DONE } from './steps.ts';

/** DECLARE @x type = ... */
export function compileDeclare(
  { declarations }: Extract<Statement, { kind: 'declare' }>,
  compiler: Compiler,
): Runnable {
  const initials = declarations.map(({ name, type, initial }) => {
    const value = initial === null ? null : coerce(BINDER.scalar(initial, compiler.scope), type);
    return { slot: compiler.batch.declare(name, type), value };
  });
  return function* (run) {
    for (const { slot, value } of initials) run.variables[slot] = value?.evaluate(emptyFrame(run)) ?? null;
    yield DONE;
    return 'next';
  };
}

/** SET @x = ... */
export function compileSetVariable(
  { name, value }: Extract<Statement, { kind: 'setVariable' }>,
  compiler: Compiler,
): Runnable {
  const { slot, type } = compiler.batch.variable(name);
  const bound = coerce(BINDER.scalar(value, compiler.scope), type);
  return function* (run) {
    run.variables[slot] = bound.evaluate(emptyFrame(run));
    yield DONE;
    return 'next';
  };
}

/** SET options: only those that a session can read back are kept. */
export function compileSetOption({ option, value }: Extract<Statement, { kind: 'setOption' }>): Runnable {
  return function* (run) {
    if (option === 'LOCK_TIMEOUT' && /^-?\d+$/.test(value)) run.state.lockTimeoutMs = Number(value);
    yield DONE;
    return 'next';
  };
}

export function compilePrint({ value }: Extract<Statement, { kind: 'print' }>, compiler: Compiler): Runnable {
  const text = coerce(BINDER.scalar(value, compiler.scope), nvarchar(4000));
  return function* (run) {
    yield { kind: 'print', message: String(text.evaluate(emptyFrame(run)) ?? '') };
    yield DONE;
    return 'next';
  };
}
