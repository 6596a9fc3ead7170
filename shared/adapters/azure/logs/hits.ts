import type { LogHit } from '../../../outage/logPorts.ts';
import type { Table } from './firstNumber.ts';

const MOST = 100;
const COLUMNS = ['server', 'database', 'region'] as const;
/** Longer than any name in Azure. */
const LONGEST = 128;

interface NamedTable extends Table {
  columnDescriptors: ReadonlyArray<{ name?: string }>;
}

/** What the rows name, in the columns `server`, `database` and `region`; upper and lower case are the same. */
export function hitsOf(table: NamedTable | undefined): LogHit[] {
  if (table === undefined) return [];
  const names = table.columnDescriptors.map(({ name }) => name?.toLowerCase());
  const places = COLUMNS.map((column) => [column, names.indexOf(column)] as const).filter(([, at]) => at >= 0);
  return table.rows.slice(0, MOST).map((row) => {
    const named = places.map(([column, at]) => [column, row[at]] as const);
    return Object.fromEntries(named.filter(([, value]) => isName(value)));
  });
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST;
}
