import { bindCondition } from './condition.ts';
import { bindExpression } from './expression.ts';
import { bindQuery } from './query.ts';
import type { Binder } from './scope.ts';

/** The binder's parts, joined: each reaches the others through this. */
export const BINDER: Binder = {
  scalar: bindExpression,
  condition: bindCondition,
  query: (query, parent, batch, commonTables) => bindQuery(BINDER, query, parent, batch, commonTables),
};
