import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hitsOf } from '../../../../../shared/adapters/azure/logs/hits.ts';

const table = (rows: unknown[][], ...names: string[]) => ({ rows, columnDescriptors: names.map((name) => ({ name })) });

test('every database that the rows name is a hit, however many rows there are for each', () => {
  // A row for each failed login: those of the first database come first, and the last is named by the last row only.
  const rows = Array.from({ length: 3_000 }, (_, n) => ['west', `db${Math.floor(n / 10)}`]);
  const hits = hitsOf(table(rows, 'server', 'database'));
  assert.equal(hits.length, 300);
  assert.deepEqual(hits.at(-1), { server: 'west', database: 'db299' });
});

test('names are the same in any case, and columns too; of what names nothing there is one', () => {
  const rows = [
    ['West', 'Orders'],
    ['WEST', 'orders'],
    ['', null],
    [7, 'x'.repeat(129)],
  ];
  assert.deepEqual(hitsOf(table(rows, 'SERVER', 'Database')), [{ server: 'West', database: 'Orders' }, {}]);
  assert.deepEqual(hitsOf(table([['a'], ['b']], 'host')), [{}]);
  assert.deepEqual(hitsOf(undefined), []);
});

test('what is far beyond an estate is cut off', () => {
  const rows = Array.from({ length: 12_000 }, (_, n) => [`region ${n}`]);
  assert.equal(hitsOf(table(rows, 'region')).length, 10_000);
});
