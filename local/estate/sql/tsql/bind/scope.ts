import type { CommonTable, Condition, Expression, Query } from '../syntax/tree.ts';
import type { BatchScope } from './batchScope.ts';
import type { BoundColumn, BoundQuery, Predicate, Scalar } from './bound.ts';
import type { Grouping } from './grouping.ts';
import { ambiguousColumn, invalidColumn, unboundIdentifier } from './nameErrors.ts';

export interface Source {
  /** The alias, or the object's name as it was written. */
  exposedName: string;
  /** Qualifiers that name this source, lower case: `orders`, or `databases` and `sys.databases`. */
  qualifiers: string[];
  columns: BoundColumn[];
}

/** The parts of the binder reach each other through this. */
export interface Binder {
  scalar(expression: Expression, scope: Scope): Scalar;
  condition(condition: Condition, scope: Scope): Predicate;
  query(query: Query, scope: Scope | null, batch: BatchScope, commonTables: CommonTables): BoundQuery;
}

export type CommonTables = ReadonlyMap<string, { table: CommonTable; visible: CommonTables }>;

export type Clause = 'SELECT' | 'FROM' | 'WHERE' | 'GROUP BY' | 'HAVING' | 'ORDER BY';

/** The names one SELECT can see: its own tables, then those of the enclosing queries. */
export class Scope {
  readonly binder: Binder;
  readonly batch: BatchScope;
  readonly commonTables: CommonTables;
  readonly parent: Scope | null;
  readonly sources: Source[] = [];
  clause: Clause = 'FROM';
  /** Set while the query groups: columns must then be grouped by or aggregated. */
  grouping: Grouping | null = null;

  constructor(binder: Binder, batch: BatchScope, commonTables: CommonTables, parent: Scope | null) {
    this.binder = binder;
    this.batch = batch;
    this.commonTables = commonTables;
    this.parent = parent;
  }

  /** Finds a column, nearest query first. @throws SqlError 207, 209, 4104, and 8120 when it had to be grouped by */
  resolve(parts: string[]): { depth: number; source: number; column: number; bound: BoundColumn } {
    let depth = 0;
    for (let scope: Scope | null = this; scope !== null; scope = scope.parent) {
      const found = scope.find(parts);
      if (found !== null) {
        scope.grouping?.require(found, scope);
        return { depth, ...found };
      }
      depth += 1;
    }
    const name = parts.join('.');
    throw parts.length > 1 && !this.knowsQualifier(parts)
      ? unboundIdentifier(name)
      : invalidColumn(parts.at(-1) ?? name);
  }

  /** In this query alone. @throws SqlError 209 */
  find(parts: string[]): { source: number; column: number; bound: BoundColumn } | null {
    const name = (parts.at(-1) ?? '').toLowerCase();
    let found: { source: number; column: number; bound: BoundColumn } | null = null;
    for (const [source, { columns }] of this.sources.entries()) {
      if (!this.matches(source, parts)) continue;
      const column = columns.findIndex((candidate) => candidate.name.toLowerCase() === name);
      const bound = columns[column];
      if (bound === undefined) continue;
      if (found !== null) throw ambiguousColumn(parts.join('.'));
      found = { source, column, bound };
    }
    return found;
  }

  private matches(source: number, parts: string[]): boolean {
    return parts.length === 1 || this.isNamed(source, parts.slice(0, -1));
  }

  isNamed(source: number, qualifier: string[]): boolean {
    const name = qualifier.join('.').toLowerCase();
    return this.sources[source]?.qualifiers.includes(name) ?? false;
  }

  private knowsQualifier(parts: string[]): boolean {
    const qualifier = parts.slice(0, -1);
    for (let scope: Scope | null = this; scope !== null; scope = scope.parent) {
      const within = scope;
      if (within.sources.some((_, index) => within.isNamed(index, qualifier))) return true;
    }
    return false;
  }
}
