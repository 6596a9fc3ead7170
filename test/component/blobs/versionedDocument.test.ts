import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDispatchStore } from '../../../shared/adapters/azure/blobs/dispatchStore.ts';
import { createSilenceStore } from '../../../shared/adapters/azure/blobs/silenceStore.ts';
import { storageClients } from '../../../shared/adapters/azure/storage.ts';
import { StorageError } from '../../../shared/adapters/azure/storageError.ts';
import { EMPTY_DISPATCH } from '../../../shared/alerting/dispatch/types.ts';
import {
  activeAlert,
  dispatchState,
  dispatchStoreContract,
  silence,
  silenceStoreContract,
} from '../../contract/documentStore.ts';
import { withAzurite } from '../tables/azurite.ts';

const azurite = withAzurite();
const STATE = 'dispatch/state.json';

const pair = () => {
  const name = azurite.newName();
  return () => azurite.clients().container(name);
};

dispatchStoreContract('a blob', async () => {
  const container = pair();
  return { store: createDispatchStore(container()), again: createDispatchStore(container()) };
});
silenceStoreContract('a blob', async () => {
  const container = pair();
  return { store: createSilenceStore(container()), again: createSilenceStore(container()) };
});

async function damaged(body: string) {
  const container = azurite.clients().container(azurite.newName());
  await container.createIfNotExists();
  await container.getBlockBlobClient(STATE).upload(body, Buffer.byteLength(body));
  const told: string[] = [];
  return { container, told, store: createDispatchStore(container, { onMalformed: (blob) => told.push(blob) }) };
}

const withAlert = (more: object) => ({ ...dispatchState(), alerts: { one: { ...activeAlert('one'), ...more } } });
const withGroup = (more: object) => ({
  ...dispatchState(),
  groups: { ops: { ...dispatchState().groups.ops, ...more } },
});

for (const [what, body] of [
  ['half a document', '{"alerts":{'],
  ['nothing', ''],
  ['null', 'null'],
  ['a list', '[]'],
  ['no groups', JSON.stringify({ ...dispatchState(), groups: undefined })],
  ['alerts in a list', JSON.stringify({ ...dispatchState(), alerts: [] })],
  ['no outgoing', JSON.stringify({ ...dispatchState(), outgoing: {} })],
  ['an alert without a subject', JSON.stringify(withAlert({ subject: {} }))],
  ['an alert without a moment', JSON.stringify(withAlert({ firedAtMs: '2' }))],
  ['an alert whose labels are none', JSON.stringify(withAlert({ labels: { server: 'a' } }))],
  ['an alert that ended at no moment', JSON.stringify(withAlert({ ended: {} }))],
  ['an alert that flaps without a number', JSON.stringify(withAlert({ flapping: { sinceMs: 1 } }))],
  ['a group without a channel', JSON.stringify(withGroup({ channel: 7 }))],
  ['a group that was told nothing readable', JSON.stringify(withGroup({ told: 'all' }))],
  ['moments of text', JSON.stringify({ ...dispatchState(), sent: { ops: ['1'] } })],
  ['a message that is none', JSON.stringify({ ...dispatchState(), outgoing: [{ id: 'm1' }] })],
] as const) {
  test(`${what} is kept aside, told of, and a fresh document is begun`, async () => {
    const { container, told, store } = await damaged(body);
    const stored = await store.load();
    assert.equal(stored?.value, EMPTY_DISPATCH, 'that very one, by which the dispatcher knows that it begins anew');
    await store.load();
    assert.equal(new Set(told).size, 1, 'the same damage is kept once');
    assert.match(told[0] ?? '', /^dispatch\/state\.unreadable-\w+\.json$/);
    const kept = await container.getBlobClient(told[0] ?? '').downloadToBuffer();
    assert.equal(kept.toString('utf8'), body);
    assert.ok(stored && (await store.save({ ...stored, value: dispatchState() })));
    assert.deepEqual((await store.load())?.value, dispatchState());
    assert.equal(told.length, 2, 'and is not told of any more');
  });
}

test('the stored form stays as it is: what was told is an object in JSON, by the id of the alert', async () => {
  const { severity } = activeAlert('one');
  const told = { one: { severity, flapping: true }, gone: { severity: 'warning' } };
  const body = { ...withGroup({ told }), alerts: { one: activeAlert('one') }, begun: { one: [1_000, 2_000] } };
  const { container, store } = await damaged(JSON.stringify(body));
  const stored = await store.load();
  assert.deepEqual(stored?.value.groups.ops?.told, new Map(Object.entries(told)));
  assert.ok(stored && (await store.save(stored)));
  const kept = await container.getBlobClient(STATE).downloadToBuffer();
  assert.deepEqual(JSON.parse(kept.toString('utf8')), JSON.parse(JSON.stringify(body)));
});

test('a label that another version did not write is empty', async () => {
  const { condition: _, ...labels } = activeAlert('one').labels;
  const { store, told } = await damaged(JSON.stringify(withAlert({ labels })));
  assert.deepEqual((await store.load())?.value.alerts.get('one')?.labels, { ...labels, condition: [] });
  assert.deepEqual(told, []);
});

test('what this version does not know of an alert stays', async () => {
  const { store } = await damaged(JSON.stringify({ ...withAlert({ colour: 'red' }), since: 'next version' }));
  const value = (await store.load())?.value as unknown as { since: string; alerts: Map<string, { colour: string }> };
  assert.deepEqual([value.since, value.alerts.get('one')?.colour], ['next version', 'red']);
});

test('silences that cannot be read silence nothing', async () => {
  for (const silences of [7, [{ ...silence('a'), endsAtMs: null }], [{ ...silence('a'), match: { server: 'a' } }]]) {
    const container = azurite.clients().container(azurite.newName());
    await container.createIfNotExists();
    const body = JSON.stringify({ silences });
    await container.getBlockBlobClient('silences/current.json').upload(body, body.length);
    const told: string[] = [];
    const store = createSilenceStore(container, { onMalformed: (blob) => told.push(blob) });
    assert.deepEqual((await store.load())?.value, { silences: [] });
    assert.equal(told.length, 1);
  }
});

test('ten thousand alerts are one document', async () => {
  const store = createDispatchStore(azurite.clients().container(azurite.newName()));
  const alerts = new Map(Array.from({ length: 10_000 }, (_, n) => [`a${n}`, activeAlert(`a${n}`)] as const));
  await store.save({ value: { ...EMPTY_DISPATCH, alerts } });
  assert.equal((await store.load())?.value.alerts.size, 10_000);
});

test('a document that was deleted since it was read is not written, and can be begun again', async () => {
  const { container, store } = await damaged(JSON.stringify(dispatchState()));
  const stored = await store.load();
  assert.ok(stored);
  await container.deleteBlob(STATE);
  assert.equal(await store.save(stored), undefined);
  assert.equal(await store.load(), undefined);
  assert.ok(await store.save({ value: stored.value }));
});

test('a storage that does not answer is an error, never an empty document', async () => {
  const gone = azurite.connectionString().replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:1');
  const store = createDispatchStore(
    storageClients({ kind: 'connectionString', connectionString: gone }).container('c'),
  );
  await assert.rejects(store.load(), StorageError);
  await assert.rejects(store.save({ value: EMPTY_DISPATCH }), StorageError);
});
