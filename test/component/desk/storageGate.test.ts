import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { TableClient } from '@azure/data-tables';
import { type Azurite, startAzurite } from '../../../local/desk/azurite.ts';
import { openStorageGate, type StorageGate, storedMove } from '../../../local/desk/storageGate.ts';
import { createOperationStore } from '../../../shared/adapters/azure/tables/operationStore.ts';
import type { JournalEntry, Operation } from '../../../shared/operations/types.ts';

let azurite: Azurite;
let gate: StorageGate;

before(async () => {
  azurite = await startAzurite({ location: mkdtempSync(path.join(tmpdir(), 'gate-')), accounts: ['second'] });
  gate = await openStorageGate(azurite.tablePort);
});
after(async () => {
  await gate.close();
  await azurite.close();
});

const throughGate = (table: string) =>
  TableClient.fromConnectionString(azurite.connectionStringOf('second', { table: gate.port }), table, {
    allowInsecureConnection: true,
    retryOptions: { maxRetries: 0 },
  });

const entry = (sequence: number): JournalEntry => ({
  sequence,
  atMs: sequence,
  step: null,
  from: 'fencing',
  event: 'fenced',
  to: 'running',
  sentence: 'It has the "fence".',
});
const operation = (entries: number): Operation => ({
  id: 'o-1',
  incidentId: 'i-1',
  group: 'shop',
  plan: { fingerprint: 'f', group: 'shop', madeAtMs: 1, mode: 'forced', choices: [], lossBoundMs: null },
  authority: { kind: 'policy', group: 'shop' },
  state: 'running',
  sinceMs: 1,
  steps: [],
  journal: Array.from({ length: entries }, (_, index) => entry(index + 1)),
});

test('a write to a journal is seen with its number of entries when it is stored, and answered after that', async () => {
  const table = throughGate('journals');
  await table.createTable();
  const store = createOperationStore(table);
  const direct = createOperationStore(
    TableClient.fromConnectionString(azurite.connectionStringOf('second'), 'journals', {
      allowInsecureConnection: true,
    }),
  );
  const seen: string[] = [];
  gate.onJournal(async ({ entries }) => {
    const stored = await direct.load('o-1');
    seen.push(`${entries} entries, stored ${stored?.value.journal.length}`);
  });
  const versions = [await store.save({ value: operation(1) })];
  seen.push('answered');
  versions.push(await store.save({ value: operation(3), version: versions.at(-1) ?? '' }));
  versions.push(await store.save({ value: { ...operation(3), sinceMs: 2 }, version: versions.at(-1) ?? '' }));
  await table.createEntity({ partitionKey: 'other', rowKey: 'r', data0: JSON.stringify(operation(9)) });
  assert.deepEqual(seen, ['1 entries, stored 1', 'answered', '3 entries, stored 3']);
  gate.onJournal(undefined);
  assert.ok(await store.save({ value: operation(4), version: versions.at(-1) ?? '' }));
  assert.equal(seen.length, 3, 'nobody listens any more');
});

test('what is refused is no entry, and the refusal comes through', async () => {
  const table = throughGate('refusals');
  await table.createTable();
  const store = createOperationStore(table);
  let called = 0;
  gate.onJournal(async () => {
    called += 1;
  });
  assert.equal(await store.save({ value: operation(20), version: 'W/"no such version"' }), undefined);
  gate.onJournal(undefined);
  assert.equal(called, 0);
});

test('a listener that fails leaves the app without an answer', async () => {
  const table = throughGate('silence');
  await table.createTable();
  gate.onJournal(async () => {
    throw new Error('killed');
  });
  await assert.rejects(createOperationStore(table).save({ value: operation(30) }));
  gate.onJournal(undefined);
  assert.equal((await createOperationStore(table).load('o-1'))?.value.journal.length, 30, 'it was stored all the same');
});

test('other requests are no journal', () => {
  const journal = [entry(1), { ...entry(2), from: 'running', event: 'moved', to: 'told' }];
  const row = (partition: string, value: unknown) =>
    JSON.stringify({ PartitionKey: partition, RowKey: 'r', data0: JSON.stringify(value) });
  assert.deepEqual(storedMove(row('operation', { journal })), { entries: 2, move: 'running --moved--> told' });
  assert.equal(storedMove(row('incident', { journal })), undefined);
  assert.equal(storedMove(row('operation', { journal: [] })), undefined);
  assert.equal(storedMove(row('operation', {})), undefined);
  assert.equal(storedMove('--batch_1 ...'), undefined);
  assert.equal(storedMove(''), undefined);
});

test('a journal that lies in several columns is read whole', () => {
  const json = JSON.stringify({ journal: [entry(1), entry(2)] });
  const body = JSON.stringify({ PartitionKey: 'operation', data0: json.slice(0, 50), data1: json.slice(50) });
  assert.equal(storedMove(body)?.entries, 2);
});
