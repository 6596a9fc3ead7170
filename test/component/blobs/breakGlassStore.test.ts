import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBreakGlassStore } from '../../../shared/adapters/azure/blobs/breakGlassStore.ts';
import { storageClients } from '../../../shared/adapters/azure/storage.ts';
import { StorageError } from '../../../shared/adapters/azure/storageError.ts';
import { withAzurite } from '../tables/azurite.ts';

const azurite = withAzurite();

test('a page is a text that a browser shows, and the newest one replaces the others', async () => {
  const container = azurite.clients().container(azurite.newName());
  const store = createBreakGlassStore(container);
  await store.write('shop', 'a first and much longer page\n');
  await store.write('shop', 'az sql db replica set-primary – „Größe“\n');
  const blob = container.getBlobClient('break-glass/shop.txt');
  const { contentType, contentLength } = await blob.getProperties();
  assert.equal(contentType, 'text/plain; charset=utf-8');
  const text = (await blob.downloadToBuffer()).toString('utf8');
  assert.equal(text, 'az sql db replica set-primary – „Größe“\n');
  assert.equal(contentLength, Buffer.byteLength(text));
});

test('every group has a page of its own, also where only signs tell their names apart', async () => {
  const container = azurite.clients().container(azurite.newName());
  const store = createBreakGlassStore(container);
  for (const group of ['a b', 'a/b', '../a b', 'a-b']) await store.write(group, group);
  const pages: Array<[string, string]> = [];
  for await (const { name } of container.listBlobsFlat())
    pages.push([name, (await container.getBlobClient(name).downloadToBuffer()).toString('utf8')]);
  assert.deepEqual(pages.map(([, text]) => text).sort(), ['../a b', 'a b', 'a-b', 'a/b']);
  for (const [name] of pages) assert.match(name, /^break-glass\/[a-z0-9-]+\.txt$/);
});

test('two deployments that write at once both succeed, and one whole page stands', async () => {
  const container = azurite.clients().container(azurite.newName());
  const texts = Array.from({ length: 8 }, (_, n) => `${n}`.repeat(1000));
  await Promise.all(
    texts.map((text) =>
      createBreakGlassStore(azurite.clients().container(container.containerName)).write('shop', text),
    ),
  );
  const stands = (await container.getBlobClient('break-glass/shop.txt').downloadToBuffer()).toString('utf8');
  assert.ok(texts.includes(stands));
});

test('a storage that does not answer is an error in our words', async () => {
  const gone = azurite.connectionString().replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:1');
  const container = storageClients({ kind: 'connectionString', connectionString: gone }).container('geowarden');
  await assert.rejects(createBreakGlassStore(container).write('shop', 'x'), StorageError);
});
