import type { LogHit } from '../../../outage/logPorts.ts';
import type { Table } from './firstNumber.ts';

/** More different names than the largest estate has. */
const MOST = 10_000;
const COLUMNS = ['server', 'database', 'region'] as const;
/** Longer than any name in Azure. */
const LONGEST = 128;

interface NamedTable extends Table {
  columnDescriptors: ReadonlyArray<{ name?: string }>;
}

/**
 * What the rows name, in the columns `server`, `database` and `region`; upper and lower case are the same. Each once, of however many rows:
 * what is left out here would count as over.
 */
export function hitsOf(table: NamedTable | undefined): LogHit[] {
  if (table === undefined) return [];
  const names = table.columnDescriptors.map(({ name }) => name?.toLowerCase());
  const places = COLUMNS.map((column) => [column, names.indexOf(column)] as const).filter(([, at]) => at >= 0);
  const hits = new Map<string, LogHit>();
  for (const row of table.rows) {
    if (hits.size >= MOST) break;
    const named = places.map(([column, at]) => [column, row[at]] as const);
    const hit: LogHit = Object.fromEntries(named.filter(([, value]) => isName(value)));
    const key = JSON.stringify(hit).toLowerCase();
    if (!hits.has(key)) hits.set(key, hit);
  }
  return [...hits.values()];
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST;
}
