import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Change } from '../../../../local/estate/model/types.ts';
import { RefusedByAzure } from '../../../../local/estate/model/types.ts';
import { rehearse } from './rehearsal.ts';

type Failover = Extract<Change, { kind: 'failover' }>;
const elsewhere: Failover = {
  kind: 'failover',
  server: 'contoso-we',
  database: 'orders',
  to: 'contoso-ne',
  mode: 'planned',
  by: 'tsql',
};

test('a planned failover by somebody else swaps the roles without loss, and is counted with who asked', () => {
  const { model, pass, database } = rehearse();
  pass(10_000);
  model.apply(elsewhere);
  assert.equal(database('contoso-ne/orders').role, 'SECONDARY', 'it takes its time');
  pass(60_000);
  assert.deepEqual([database('contoso-ne/orders').role, database('contoso-we/orders').role], ['PRIMARY', 'SECONDARY']);
  const { mode, by, lostCommits, server } = model.acceptedFailovers()[0] ?? {};
  assert.deepEqual(
    { mode, by, lostCommits, server },
    { mode: 'planned', by: 'tsql', lostCommits: 0, server: 'contoso-ne' },
  );
});

test('a forced one is at once', () => {
  const { model, pass, database } = rehearse();
  pass(10_000);
  model.apply({ ...elsewhere, mode: 'forced', by: 'arm' });
  assert.equal(database('contoso-ne/orders').role, 'PRIMARY');
  assert.equal(model.acceptedFailovers()[0]?.by, 'arm');
});

test('what does not exist is named, and what Azure refuses is refused', () => {
  const { model, pass, database } = rehearse();
  pass(10_000);
  assert.throws(
    () => model.apply({ ...elsewhere, to: 'contoso-uk' }),
    /a link of 'contoso-we\/orders' with 'contoso-uk'/,
  );
  assert.throws(() => model.apply({ ...elsewhere, server: 'nowhere' }), /saw 'nowhere'/);
  model.apply({ ...elsewhere, mode: 'forced' });
  pass(60_000);
  assert.throws(() => model.apply({ ...elsewhere, mode: 'forced' }), RefusedByAzure);
  assert.equal(database('contoso-ne/orders').role, 'PRIMARY');
  assert.equal(model.acceptedFailovers().length, 1);
});
