import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMetricsStore } from '../../../shared/adapters/azure/blobs/metricsStore.ts';
import type { DatabaseMetrics } from '../../../shared/replication/metricsPorts.ts';
import { withAzurite } from '../tables/azurite.ts';

const azurite = withAzurite();

const READ: DatabaseMetrics = {
  atMs: 1_800_000_000_000,
  lag: { 'shop-ne/orders': { lagSeconds: 0, atMs: 1_799_999_880_000 } },
  availability: { percent: 100, atMs: 1_799_999_880_000 },
  connectionFailed: null,
  logWritePercent: { sustained: 12.5, peak: 20 },
};
const UNREAD: DatabaseMetrics = {
  ...READ,
  availability: null,
  unread: { kind: 'forbidden', atMs: 1_800_000_060_000, subject: 'westeurope', message: 'Give it the role.' },
};

function open() {
  const container = azurite.clients().container(azurite.newName());
  return { container, store: createMetricsStore(container) };
}

test('what is saved is loaded, also by another process; before that there is nothing', async () => {
  const { container, store } = open();
  assert.deepEqual(await store.load(), {});
  await store.save({ 'shop/orders': READ, 'shop/stock': UNREAD });
  assert.deepEqual(await createMetricsStore(container).load(), { 'shop/orders': READ, 'shop/stock': UNREAD });
  await store.save({ 'shop/orders': READ });
  assert.deepEqual(await store.load(), { 'shop/orders': READ });
});

test('ten thousand databases are one blob', async () => {
  const { store } = open();
  const all = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`shop/orders-${index}`, READ]));
  await store.save(all);
  assert.equal(Object.keys(await store.load()).length, 10_000);
});

for (const [what, row] of [
  ['no object', 7],
  ['no moment', { ...READ, atMs: null }],
  ['no lags', { ...READ, lag: undefined }],
  ['a lag below zero', { ...READ, lag: { 'a/b': { lagSeconds: -1, atMs: 1 } } }],
  ['a lag of text', { ...READ, lag: { 'a/b': { lagSeconds: '3', atMs: 1 } } }],
  ['an availability of nothing', { ...READ, availability: {} }],
  ['a count of text', { ...READ, connectionFailed: 'many' }],
  ['a refusal without words', { ...READ, unread: { kind: 'forbidden', atMs: 1 } }],
] as const) {
  test(`a row with ${what} is left out, the others stand`, async () => {
    const { container, store } = open();
    await store.save({ 'shop/orders': READ });
    const body = JSON.stringify({ 'shop/orders': READ, 'shop/bad': row });
    await container.getBlockBlobClient('metrics/current.json').upload(body, Buffer.byteLength(body));
    assert.deepEqual(await store.load(), { 'shop/orders': READ });
  });
}

for (const body of ['{"half', '[]', 'null', '']) {
  test(`a blob of ${JSON.stringify(body)} is none`, async () => {
    const { container, store } = open();
    await store.save({});
    await container.getBlockBlobClient('metrics/current.json').upload(body, body.length);
    assert.deepEqual(await store.load(), {});
  });
}
