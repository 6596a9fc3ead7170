import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHistoryStore } from '../../../shared/adapters/azure/blobs/historyStore.ts';
import { createTopologyStore } from '../../../shared/adapters/azure/blobs/topologyStore.ts';
import type { HistoryLine } from '../../../shared/replication/types.ts';
import { LINK_KEY } from '../../contract/records.ts';
import { withAzurite } from '../tables/azurite.ts';

const azurite = withAzurite();
const NOON = Date.UTC(2026, 10, 22, 12);
const line = (atMs: number, lagSeconds: number | null = 1): HistoryLine => ({
  atMs,
  linkKey: LINK_KEY,
  state: lagSeconds === null ? 'lagUnknown' : 'caughtUp',
  lagSeconds,
});
const freshContainer = () => azurite.clients().container(azurite.newName());

async function names(container: ReturnType<typeof freshContainer>): Promise<string[]> {
  const found: string[] = [];
  for await (const { name } of container.listBlobsFlat()) found.push(name);
  return found.sort();
}

test('a sweep is one append, in the blob of its shard and hour', async () => {
  const container = freshContainer();
  const history = createHistoryStore(container);
  await history.append('03', [line(NOON), line(NOON + 1, null), line(NOON + 2)]);
  await history.append('03', [line(NOON + 3)]);
  assert.deepEqual(await names(container), ['history/03/2026/11/22/12.ndjson']);
  const blob = container.getAppendBlobClient('history/03/2026/11/22/12.ndjson');
  assert.equal((await blob.getProperties()).blobCommittedBlockCount, 2);
  const text = (await blob.downloadToBuffer()).toString('utf8');
  assert.equal(text.split('\n')[1], JSON.stringify(line(NOON + 1, null)));
});

test('a full blob rolls over to the next part, also for a writer that did not see it fill', async () => {
  const container = freshContainer();
  const history = createHistoryStore(container, { blocksPerBlob: 2 });
  for (let n = 0; n < 5; n += 1) await history.append('03', [line(NOON + n, n)]);
  const stem = 'history/03/2026/11/22/12';
  assert.deepEqual(await names(container), [`${stem}-1.ndjson`, `${stem}-2.ndjson`, `${stem}.ndjson`]);
  const lags = (await history.recent('03', LINK_KEY, NOON, 10)).map(({ lagSeconds }) => lagSeconds);
  assert.deepEqual(lags, [0, 1, 2, 3, 4]);
});

test('the service saying that a blob is full rolls over too', async () => {
  const container = freshContainer();
  const getAppendBlobClient = container.getAppendBlobClient.bind(container);
  container.getAppendBlobClient = (name) => {
    const blob = getAppendBlobClient(name);
    if (!name.includes('-')) {
      blob.appendBlock = async () => {
        throw Object.assign(new Error('full'), { statusCode: 409, code: 'BlockCountExceedsLimit' });
      };
    }
    return blob;
  };
  const history = createHistoryStore(container);
  await history.append('03', [line(NOON)]);
  assert.deepEqual(await names(container), ['history/03/2026/11/22/12-1.ndjson']);
});

test('two instances that begin an hour at once both append', async () => {
  const container = freshContainer();
  const instances = Array.from({ length: 8 }, () =>
    createHistoryStore(azurite.clients().container(container.containerName)),
  );
  await Promise.all(instances.map((history, n) => history.append('03', [line(NOON + n, n)])));
  assert.equal((await createHistoryStore(container).recent('03', LINK_KEY, NOON, 100)).length, 8);
});

test('lines that cannot be read are left out, the others are read', async () => {
  const container = freshContainer();
  const history = createHistoryStore(container);
  await history.append('03', [line(NOON, 1)]);
  const blob = container.getAppendBlobClient('history/03/2026/11/22/12.ndjson');
  const bad = [
    `{"linkKey":"${LINK_KEY}"`,
    `{"atMs":"x","linkKey":"${LINK_KEY}"}`,
    JSON.stringify({ ...line(NOON), lagSeconds: 'x' }),
    '',
  ].join('\n');
  await blob.appendBlock(bad, bad.length);
  await history.append('03', [line(NOON + 5, 2)]);
  assert.deepEqual(await history.recent('03', LINK_KEY, NOON, 10), [line(NOON, 1), line(NOON + 5, 2)]);
});

test('a line that a retry wrote twice counts once', async () => {
  const history = createHistoryStore(freshContainer());
  await history.append('03', [line(NOON, 7)]);
  await history.append('03', [line(NOON, 7)]);
  assert.deepEqual(await history.recent('03', LINK_KEY, NOON, 10), [line(NOON, 7)]);
});

test('tidying leaves blobs alone that are not history', async () => {
  const container = freshContainer();
  const history = createHistoryStore(container);
  await history.append('03', [line(NOON)]);
  await container.uploadBlockBlob('history/03/notes.txt', 'mine', 4);
  assert.equal(await history.removeOlderThan(NOON + 10 * 3_600_000, 10), 1);
  assert.deepEqual(await names(container), ['history/03/notes.txt']);
});

test('a topology that cannot be read is told, counts as none, and is replaced by the next discovery', async () => {
  const container = freshContainer();
  const told: string[] = [];
  const store = createTopologyStore(container, { onMalformed: (blob) => told.push(blob) });
  const topology = { discoveredAtMs: 5, servers: [], databases: [], links: [], unprotected: [], notGeo: [] };
  await store.save(topology);
  for (const text of ['{"half', 'null', '{"discoveredAtMs":1}', '[]']) {
    await container.uploadBlockBlob('topology/current.json', text, text.length);
    assert.equal(await store.load(), undefined, text);
  }
  assert.equal(told.length, 4);
  await store.save({ ...topology, discoveredAtMs: 1 });
  assert.equal((await store.load())?.discoveredAtMs, 1);
});
