import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFence } from '../../../shared/adapters/azure/blobs/fence.ts';
import { storageClients } from '../../../shared/adapters/azure/storage.ts';
import { StorageError } from '../../../shared/adapters/azure/storageError.ts';
import { fenceContract } from '../../contract/fence.ts';
import { until } from '../../kit/until.ts';
import { withAzurite } from '../tables/azurite.ts';

const azurite = withAzurite();
const BLOB = 'fence/failover.json';
/** Seconds that Azure tells time in, and the margin of the adapter. */
const MARGIN_MS = 3_000;

fenceContract('a blob', async () => {
  const name = azurite.newName();
  const newest = () => azurite.clients().container(name);
  const blob = newest().getBlobClient(BLOB);
  return {
    fences: [createFence(newest()), createFence(newest())],
    outlast: async (leaseMs) => {
      await until('the storage clock to pass the lease', async () => {
        const { date, lastModified } = await blob.getProperties();
        return (date?.getTime() ?? 0) - (lastModified?.getTime() ?? 0) >= leaseMs + MARGIN_MS;
      });
    },
  };
});

async function fenced() {
  const container = azurite.clients().container(azurite.newName());
  await container.createIfNotExists();
  return { container, upload: (text: string) => container.getBlockBlobClient(BLOB).upload(text, text.length) };
}

/** The same container, by a service whose clock is ahead. */
function ahead(containerName: string, byMs: number) {
  const container = azurite.clients().container(containerName);
  const blob = container.getBlobClient(BLOB);
  const download = blob.download.bind(blob);
  const later: typeof download = async (...given) => {
    const answer = await download(...given);
    return Object.defineProperty(answer, 'date', { value: new Date((answer.date?.getTime() ?? 0) + byMs) });
  };
  container.getBlobClient = () => Object.assign(blob, { download: later });
  return container;
}

test('a fence whose blob was deleted still hands out a greater token, and at once', async () => {
  const { container } = await fenced();
  let nowMs = 1_795_000_000_000;
  const fence = createFence(container, { now: () => nowMs });
  const first = await fence.acquire('a', 'op', 60_000);
  const second = await fence.acquire('a', 'op', 60_000);
  assert.deepEqual([first?.token, second?.token], [1_795_000_000, 1_795_000_001]);
  await container.deleteBlob(BLOB);
  nowMs += 10_000;
  assert.equal(await fence.renew('a', second?.token ?? 0, 60_000), false);
  assert.equal((await fence.acquire('b', 'op', 60_000))?.token, nowMs / 1_000);
});

for (const [what, text] of [
  ['nonsense', 'nonsense'],
  ['nothing', ''],
  ['another form', '{"token":7,"holder":"a","leaseMs":120000,"released":true,"intents":[]}'],
] as const) {
  test(`${what} in the blob is nobody's fence for an hour, whoever asks, and then begins anew with a greater token`, async () => {
    const { container, upload } = await fenced();
    const before = await createFence(container).acquire('a', 'op', 60_000);
    assert.ok(before);
    await upload(text);
    const soon = createFence(ahead(container.containerName, 59 * 60_000));
    for (const attempt of [
      () => soon.acquire('b', 'op', 60_000),
      () => soon.acquire('a', 'op', 60_000),
      () => soon.renew('a', before.token, 60_000),
      () => soon.available('a'),
    ]) {
      await assert.rejects(attempt, (error) => error instanceof StorageError && /Delete the blob/.test(error.message));
    }
    const nowMs = Date.now() + 61 * 60_000;
    const later = createFence(ahead(container.containerName, 61 * 60_000), { now: () => nowMs });
    assert.equal(await later.available('b'), true);
    const next = await later.acquire('b', 'op', 60_000);
    assert.ok(next && next.token > before.token);
    assert.equal(await later.available('a'), false);
  });
}

test('a process that dies between reading and writing leaves nothing behind', async () => {
  const { container } = await fenced();
  const fence = createFence(container);
  const before = await fence.acquire('a', 'op', 60_000);
  assert.ok(before);
  const dying = azurite.clients().container(container.containerName);
  const blob = dying.getBlockBlobClient(BLOB);
  dying.getBlockBlobClient = () => Object.assign(blob, { upload: () => new Promise(() => {}) });
  const never = createFence(dying).acquire('a', 'op', 60_000);
  const answer = await Promise.race([never, fence.renew('a', before.token, 60_000)]);
  assert.equal(answer, true);
});

test('the answer to a write may be lost: the holder has it all the same, with a token of its own', async () => {
  const { container } = await fenced();
  const name = container.containerName;
  const forgetful = azurite.clients().container(name);
  const blob = forgetful.getBlockBlobClient(BLOB);
  const upload = blob.upload.bind(blob);
  let lost = 0;
  const losing: typeof upload = async (...given) => {
    const answer = await upload(...given);
    lost += 1;
    if (lost === 1) throw Object.assign(new Error('condition'), { statusCode: 412 });
    return answer;
  };
  forgetful.getBlockBlobClient = () => Object.assign(blob, { upload: losing });
  const held = await createFence(forgetful).acquire('a', 'op', 60_000);
  assert.ok(held);
  const other = createFence(azurite.clients().container(name));
  assert.equal(await other.acquire('b', 'op', 60_000), undefined);
  assert.equal(await other.renew('a', held.token, 60_000), true);
  assert.equal(await other.renew('a', held.token - 1, 60_000), false);
});

test('a storage that does not answer is an error for everybody, never a fence', async () => {
  const gone = azurite.connectionString().replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:1');
  const fence = createFence(storageClients({ kind: 'connectionString', connectionString: gone }).container('fences'));
  for (const attempt of [
    () => fence.acquire('a', 'op', 60_000),
    () => fence.available('a'),
    () => fence.renew('a', 1, 60_000),
    () => fence.release('a', 1),
  ]) {
    await assert.rejects(attempt, StorageError);
  }
});

test('asking whether the fence is available writes nothing: no container, no blob, no new version', async () => {
  const fresh = azurite.clients().container(azurite.newName());
  assert.equal(await createFence(fresh).available('a'), true);
  assert.equal(await fresh.exists(), false);
  const { container } = await fenced();
  const fence = createFence(container);
  assert.equal(await fence.available('a'), true);
  assert.equal(await container.getBlobClient(BLOB).exists(), false);
  await fence.acquire('a', 'op', 60_000);
  const before = (await container.getBlobClient(BLOB).getProperties()).etag;
  assert.deepEqual([await fence.available('a'), await fence.available('b')], [true, false]);
  assert.equal((await container.getBlobClient(BLOB).getProperties()).etag, before);
});
