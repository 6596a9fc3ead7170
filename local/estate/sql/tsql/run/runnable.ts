import type { SqlStep } from '../../types.ts';
import type { BatchScope } from '../bind/batchScope.ts';
import type { Run } from '../bind/bound.ts';
import type { Scope } from '../bind/scope.ts';
import type { Statement } from '../syntax/tree.ts';

/** What a statement does with the statements after it. */
export type Outcome = 'next' | 'return';

/** A compiled statement: yields what the client sees, and waits where the statement waits. */
export type Runnable = (run: Run) => Generator<SqlStep, Outcome>;

/** What compiling a statement needs. Nested statements and batches are compiled through it. */
export interface Compiler {
  batch: BatchScope;
  /** A scope without tables, for expressions outside queries. */
  scope: Scope;
  compile: (statement: Statement) => Runnable;
  /** The text of sp_executesql, with its parameters declared. */
  compileText: (text: string, batch: BatchScope) => Runnable;
}
