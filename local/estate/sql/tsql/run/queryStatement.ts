import { BINDER } from '../bind/binder.ts';
import { toColumn } from '../bind/bound.ts';
import { SqlError } from '../sqlError.ts';
import type { Query, SelectCore } from '../syntax/tree.ts';
import { converter } from '../types/convert.ts';
import type { Compiler, Runnable } from './runnable.ts';

/** SELECT: a result set, or variables set from the last row. */
export function compileQuery(query: Query, compiler: Compiler): Runnable {
  const assigned = query.body.kind === 'select' ? assignedVariables(query.body) : [];
  const bound = BINDER.query(query, null, compiler.batch, new Map());
  if (assigned.length === 0) {
    const columns = bound.columns.map(toColumn);
    return function* (run) {
      const rows = bound.rows(run, null);
      run.state.rowCount = rows.length;
      yield { kind: 'resultSet', columns, rows: rows.map((row) => [...row]) };
      return 'next';
    };
  }
  const targets = assigned.map((name, index) => {
    const { slot, type } = compiler.batch.variable(name);
    return { slot, convert: converter(bound.columns[index]?.type ?? type, type, false) };
  });
  return function* (run) {
    const rows = bound.rows(run, null);
    for (const row of rows) {
      for (const [index, { slot, convert }] of targets.entries()) run.variables[slot] = convert(row[index] ?? null);
    }
    run.state.rowCount = rows.length;
    yield { kind: 'rowCount', count: rows.length };
    return 'next';
  };
}

/** @throws SqlError 141 when some items assign and others do not */
function assignedVariables(select: SelectCore): string[] {
  const names = select.items.flatMap((item) => (item.kind === 'assignment' ? [item.variable] : []));
  if (names.length > 0 && names.length < select.items.length) {
    throw new SqlError(
      141,
      15,
      'A SELECT statement that assigns a value to a variable must not be combined with data-retrieval operations.',
    );
  }
  return names;
}
