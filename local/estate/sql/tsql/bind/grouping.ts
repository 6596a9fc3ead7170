import { SqlError } from '../sqlError.ts';
import type { Expression } from '../syntax/tree.ts';
import type { BoundAggregate } from './aggregate.ts';
import type { Frame, Row, Scalar } from './bound.ts';
import type { Scope } from './scope.ts';

/** What a grouped query may speak of: its grouping keys, and aggregates. */
export class Grouping {
  readonly aggregates: BoundAggregate[] = [];
  readonly #keys: ReadonlySet<string>;
  #lifted = 0;

  constructor(keys: Iterable<string>) {
    this.#keys = new Set(keys);
  }

  /** Is this whole expression one of the grouping keys? */
  isKey(canonical: string | null): boolean {
    return this.#lifted === 0 && canonical !== null && this.#keys.has(canonical);
  }

  /** Inside an aggregate's argument and inside a grouping key every column may be used. */
  lift<T>(read: () => T): T {
    this.#lifted += 1;
    try {
      return read();
    } finally {
      this.#lifted -= 1;
    }
  }

  get lifted(): boolean {
    return this.#lifted > 0;
  }

  /** @throws SqlError 8120, 8121, 8127 by clause */
  require(found: { source: number; column: number; bound: { name: string } }, scope: Scope): void {
    if (this.#lifted > 0 || this.#keys.has(columnKey(found))) return;
    const name = `${scope.sources[found.source]?.exposedName ?? ''}.${found.bound.name}`;
    const rest = 'because it is not contained in either an aggregate function or the GROUP BY clause.';
    if (scope.clause === 'HAVING')
      throw new SqlError(8121, 16, `Column '${name}' is invalid in the HAVING clause ${rest}`);
    if (scope.clause === 'ORDER BY')
      throw new SqlError(8127, 16, `Column "${name}" is invalid in the ORDER BY clause ${rest}`);
    throw new SqlError(8120, 16, `Column '${name}' is invalid in the select list ${rest}`);
  }

  /** Registers an aggregate and returns the expression that reads its result. */
  add(aggregate: BoundAggregate): Scalar {
    const slot = this.aggregates.push(aggregate) - 1;
    return {
      type: aggregate.type,
      nullable: true,
      evaluate: (frame: Frame): Row[number] => frame.aggregates[slot] ?? null,
    };
  }
}

function columnKey({ source, column }: { source: number; column: number }): string {
  return `${source}.${column}`;
}

/** One spelling for expressions that mean the same; null when there is none (subqueries, unknown columns). */
export function canonicalKey(expression: Expression, scope: Scope): string | null {
  if (expression.kind === 'column') {
    const found = scope.find(expression.parts);
    return found === null ? null : columnKey(found);
  }
  let plain = true;
  const text = JSON.stringify(expression, (_, node: unknown) => {
    if (!isNode(node)) return node;
    if (node.kind === 'subquery' || node.kind === 'exists' || node.kind === 'inQuery') plain = false;
    return node.kind === 'column' && node.parts !== undefined ? { column: canonicalColumn(node.parts, scope) } : node;
  });
  return plain ? text : null;
}

function isNode(node: unknown): node is { kind: string; parts?: string[] } {
  return typeof node === 'object' && node !== null && 'kind' in node;
}

function canonicalColumn(parts: string[], scope: Scope): string {
  const found = scope.find(parts);
  return found === null ? parts.join('.') : columnKey(found);
}
