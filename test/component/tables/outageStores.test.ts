import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAuditStore } from '../../../shared/adapters/azure/tables/auditStore.ts';
import { createEvidenceStore } from '../../../shared/adapters/azure/tables/evidenceStore.ts';
import { createIncidentStore } from '../../../shared/adapters/azure/tables/incidentStore.ts';
import { createOperationStore } from '../../../shared/adapters/azure/tables/operationStore.ts';
import { createOutboxStore } from '../../../shared/adapters/azure/tables/outboxStore.ts';
import { auditStoreContract } from '../../contract/auditStore.ts';
import { evidenceStoreContract } from '../../contract/evidenceStore.ts';
import { auditEntry, evidence, incident, operation } from '../../contract/outageRecords.ts';
import { incidentStoreContract, operationStoreContract, toldIncidentsContract } from '../../contract/outageStores.ts';
import { withAzurite } from './azurite.ts';

const azurite = withAzurite();
const newTable = () => azurite.clients().table(azurite.newName());

evidenceStoreContract('Azure Tables', async () => createEvidenceStore(newTable()));
incidentStoreContract('Azure Tables', async () => createIncidentStore(newTable()));
toldIncidentsContract('Azure Tables', async () => {
  const table = newTable();
  return { incidents: createIncidentStore(table), outbox: createOutboxStore(table) };
});
operationStoreContract('Azure Tables', async () => createOperationStore(newTable()));
auditStoreContract('Azure Tables', async () => createAuditStore(newTable()));

async function damaged() {
  const table = newTable();
  await table.createTable();
  const told: string[] = [];
  return { table, told, options: { onMalformed: ({ row }: { row: string }) => void told.push(row) } };
}

test('all of them live in one table and do not see each other', async () => {
  const table = newTable();
  const incidents = createIncidentStore(table);
  await createEvidenceStore(table).put(evidence({ id: 'x' }));
  await incidents.save({ value: incident('x') });
  await createOperationStore(table).save({ value: operation('x') });
  await createAuditStore(table).append(auditEntry(0));
  assert.equal((await createEvidenceStore(table).load()).length, 1);
  assert.deepEqual(await incidents.recent(10), [incident('x')]);
  assert.deepEqual(await createOperationStore(table).open(), [operation('x')]);
  assert.equal((await createAuditStore(table).read(0, 10)).length, 1);
});

test('evidence that cannot be read is told and skipped, and the next report stands in its place', async () => {
  const { table, told, options } = await damaged();
  const store = createEvidenceStore(table, options);
  await table.createEntity({ partitionKey: 'evidence', rowKey: 'e-ownProbe-1', data0: '{"vote":"perhaps"}' });
  await table.createEntity({ partitionKey: 'evidence', rowKey: 'e-half', data0: '{"id":' });
  assert.deepEqual(await store.load(), []);
  assert.deepEqual(told.sort(), ['e-half', 'e-ownProbe-1']);
  assert.equal((await store.put(evidence())).changed, true);
  assert.deepEqual(await store.load(), [evidence()]);
});

test('an incident or an operation that cannot be read is told and left out, and is never taken for a new one', async () => {
  const { table, told, options } = await damaged();
  for (const [partitionKey, rowKey] of [
    ['incident', 'i-bad'],
    ['operation', 'p-bad'],
  ] as const) {
    await table.createEntity({ partitionKey, rowKey, open: true, created: '2026', data0: '{"id":"bad","steps":7}' });
  }
  const incidents = createIncidentStore(table, options);
  const operations = createOperationStore(table, options);
  assert.deepEqual([await incidents.open(), await operations.open(), await operations.recent(5)], [[], [], []]);
  assert.deepEqual(told, ['i-bad', 'p-bad', 'p-bad']);
  assert.equal(await incidents.save({ value: incident('bad') }), undefined);
  assert.equal(await operations.save({ value: operation('bad') }), undefined);
});

test('evidence that was confirmed again while it was being tidied away stays', async () => {
  const table = newTable();
  const store = createEvidenceStore(table);
  await store.put(evidence());
  const remove = table.deleteEntity.bind(table);
  table.deleteEntity = async (...given) => {
    await createEvidenceStore(table).put(evidence({ atMs: 80_000, expiresAtMs: 140_000 }));
    return remove(...given);
  };
  assert.equal(await store.removeExpired(75_000, 10), 0);
  assert.equal((await store.load())[0]?.expiresAtMs, 140_000);
});

test('an operation of a large group comes back whole', async () => {
  const store = createOperationStore(newTable());
  const journal = Array.from({ length: 1_500 }, (_, sequence) => ({
    ...(operation('x').journal[0] ?? assert.fail()),
    sequence,
    sentence: `Schritt ${sequence}: “weiter” \u{1f4a1}`,
  }));
  assert.ok(await store.save({ value: operation('x', { journal }) }));
  assert.deepEqual((await store.load('x'))?.value.journal, journal);
});

test('an audit entry whose answer was lost is appended once, and appending it again says so', async () => {
  const table = newTable();
  const store = createAuditStore(table);
  const submit = table.submitTransaction.bind(table);
  table.submitTransaction = async (...given) => {
    await submit(...given);
    throw Object.assign(new Error('the repeated request'), { statusCode: 409 });
  };
  assert.equal(await store.append(auditEntry(0)), true);
  table.submitTransaction = submit;
  assert.equal(await store.append(auditEntry(0, 'of somebody else')), false);
  assert.deepEqual(await store.read(0, 10), [auditEntry(0)]);
});

test('a chain whose last entry was removed is not continued', async () => {
  const table = newTable();
  const store = createAuditStore(table);
  await store.append(auditEntry(0));
  await store.append(auditEntry(1));
  await table.deleteEntity('audit', `c-${'1'.padStart(16, '0')}`);
  await assert.rejects(store.last(), /audit entry 1, at which the head points, saw none/);
});

test('an audit entry that cannot be read is told and shows as a gap', async () => {
  const { table, told, options } = await damaged();
  const store = createAuditStore(table, options);
  for (const sequence of [0, 1, 2]) await store.append(auditEntry(sequence));
  const rowKey = `c-${'1'.padStart(16, '0')}`;
  await table.updateEntity({ partitionKey: 'audit', rowKey, data0: '{"sequence":"1"}' }, 'Replace');
  assert.deepEqual(
    (await store.read(0, 10)).map(({ sequence }) => sequence),
    [0, 2],
  );
  assert.deepEqual(told, [rowKey]);
});

test('an incident that somebody opened again while it was being removed stays', async () => {
  const table = newTable();
  const store = createIncidentStore(table);
  const over = incident('i1', { phase: 'over', overAtMs: 2_000 });
  const version = await store.save({ value: over });
  assert.ok(version);
  const remove = table.deleteEntity.bind(table);
  table.deleteEntity = async (...given) => {
    await createIncidentStore(table).save({ value: { ...over, phase: 'open', overAtMs: null }, version });
    return remove(...given);
  };
  assert.equal(await store.removeEnded(5_000, 10), 0);
  assert.equal((await store.load('i1'))?.value.phase, 'open');
});

test('what is over, old and cannot be read is removed; what is open and cannot be read stays', async () => {
  const { table, options } = await damaged();
  const created = new Date(1_000).toISOString();
  await table.createEntity({ partitionKey: 'operation', rowKey: 'p-over', open: false, created, data0: '{"half' });
  await table.createEntity({ partitionKey: 'operation', rowKey: 'p-open', open: true, created, data0: '{"half' });
  assert.equal(await createOperationStore(table, options).removeEnded(5_000, 10), 1);
  await table.getEntity('operation', 'p-open');
  await assert.rejects(table.getEntity('operation', 'p-over'), { statusCode: 404 });
});
