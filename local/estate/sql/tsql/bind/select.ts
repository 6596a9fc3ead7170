import type { Expression, OrderItem, SelectCore } from '../syntax/tree.ts';
import { equalityKey } from '../types/compare.ts';
import { hasAggregate } from './aggregateSearch.ts';
import type { BoundQuery, Frame, Predicate, Row, Run, Scalar } from './bound.ts';
import { bindFrom, type Producer } from './from.ts';
import { canonicalKey, Grouping } from './grouping.ts';
import { bindItems, bindOrderBy, type Output, rowOrder, type SortKey } from './projection.ts';
import { bindTop, type RowLimit } from './rowLimit.ts';
import type { Scope } from './scope.ts';

interface BoundCore {
  produce: Producer;
  where: Predicate | null;
  groupKeys: Scalar[] | null;
  grouping: Grouping | null;
  having: Predicate | null;
  outputs: Output[];
  sortKeys: SortKey[];
  distinct: boolean;
  limit: RowLimit | null;
}

/** One SELECT with the ORDER BY that belongs to it. */
export function bindSelect(select: SelectCore, orderBy: OrderItem[], scope: Scope): BoundQuery {
  const produce = bindFrom(select.from, scope);
  scope.clause = 'WHERE';
  const where = select.where === null ? null : scope.binder.condition(select.where, scope);
  scope.clause = 'GROUP BY';
  const groupKeys = select.groupBy.map((key) => scope.binder.scalar(key, scope));
  const grouped = select.groupBy.length > 0 || select.having !== null || usesAggregates(select, orderBy);
  const grouping = grouped ? new Grouping(select.groupBy.map((key) => canonicalKey(key, scope) ?? '')) : null;
  scope.grouping = grouping;
  scope.clause = 'HAVING';
  const having = select.having === null ? null : scope.binder.condition(select.having, scope);
  scope.clause = 'SELECT';
  const outputs = bindItems(select.items, scope);
  scope.clause = 'ORDER BY';
  const sortKeys = bindOrderBy(orderBy, outputs, scope, select.distinct, (value) =>
    sameItem(value, select, outputs, scope),
  );
  const limit = bindTop(select.top, scope, sortKeys.length > 0);
  const core = {
    produce,
    where,
    groupKeys: grouped ? groupKeys : null,
    grouping,
    having,
    outputs,
    sortKeys,
    distinct: select.distinct,
    limit,
  };
  return { columns: outputs.map(({ column }) => column), rows: (run, parent) => runSelect(core, run, parent) };
}

function usesAggregates(select: SelectCore, orderBy: OrderItem[]): boolean {
  const items = select.items.flatMap((item) => (item.kind === 'star' ? [] : [item.value]));
  return [...items, ...orderBy.map(({ value }) => value)].some(hasAggregate);
}

/** ORDER BY may repeat an item of the select list; with DISTINCT it must. */
function sameItem(value: Expression, select: SelectCore, outputs: Output[], scope: Scope): number {
  if (select.items.length !== outputs.length && value.kind === 'column') {
    const found = scope.find(value.parts);
    return found === null ? -1 : outputs.findIndex(({ column }) => column === found.bound);
  }
  const wanted = canonicalKey(value, scope);
  if (wanted === null || select.items.length !== outputs.length) return -1;
  return select.items.findIndex((item) => item.kind !== 'star' && canonicalKey(item.value, scope) === wanted);
}

function runSelect(core: BoundCore, run: Run, parent: Frame | null): Row[] {
  let frames: Frame[] = [];
  for (const sources of core.produce(run, parent)) {
    const frame = { sources, aggregates: [], parent, run };
    if (core.where === null || core.where(frame) === true) frames.push(frame);
  }
  if (core.grouping !== null) frames = group(core, core.grouping, frames, run, parent);
  let rows = frames.map((frame) => ({ row: core.outputs.map(({ scalar }) => scalar.evaluate(frame)), frame }));
  if (core.distinct) rows = distinctRows(rows, core.outputs);
  const { sortKeys, limit } = core;
  const keyed = rows.map(({ row, frame }) => ({
    row,
    keys: sortKeys.map(({ output, scalar }) => (output === null ? scalar.evaluate(frame) : (row[output] ?? null))),
  }));
  const order = rowOrder(sortKeys.map(({ scalar, descending }) => ({ type: scalar.type, descending })));
  if (sortKeys.length > 0) keyed.sort((left, right) => order(left.keys, right.keys));
  const kept =
    limit === null
      ? keyed
      : limit(keyed, (left, right) => order(left.keys, right.keys), { sources: [], aggregates: [], parent, run });
  return kept.map(({ row }) => row);
}

/** One frame per group, holding the group's first row: grouping keys are the same all through it. */
function group(core: BoundCore, grouping: Grouping, frames: Frame[], run: Run, parent: Frame | null): Frame[] {
  const groups = new Map<string, Frame[]>();
  const keys = core.groupKeys ?? [];
  for (const frame of frames) {
    const key = keys.map(({ type, evaluate }) => equalityKey(type, evaluate(frame))).join('\0');
    const members = groups.get(key);
    if (members === undefined) groups.set(key, [frame]);
    else members.push(frame);
  }
  // Without GROUP BY there is always one group, even over no rows.
  if (keys.length === 0 && groups.size === 0) groups.set('', []);
  const result: Frame[] = [];
  for (const members of groups.values()) {
    const aggregates = grouping.aggregates.map(({ compute }) => compute(members));
    const frame: Frame = { sources: members[0]?.sources ?? [], aggregates, parent, run };
    if (core.having === null || core.having(frame) === true) result.push(frame);
  }
  return result;
}

function distinctRows<T extends { row: Row }>(rows: T[], outputs: Output[]): T[] {
  const seen = new Set<string>();
  return rows.filter(({ row }) => {
    const key = outputs.map(({ column }, index) => equalityKey(column.type, row[index] ?? null)).join('\0');
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
