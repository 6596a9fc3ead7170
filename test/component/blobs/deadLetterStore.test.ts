import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDeadLetterStore } from '../../../shared/adapters/azure/blobs/deadLetterStore.ts';
import { storageClients } from '../../../shared/adapters/azure/storage.ts';
import { StorageError } from '../../../shared/adapters/azure/storageError.ts';
import { withAzurite } from '../tables/azurite.ts';

const azurite = withAzurite();
const NOON = Date.UTC(2026, 10, 22, 12);
const DAY_MS = 86_400_000;
const TODAY = 'dead-letters/2026/11/22.jsonl';
const letter = (body: string, atMs = NOON) => ({ atMs, from: 'alert', reason: 'expected a schema, saw none', body });
type Container = ReturnType<ReturnType<typeof azurite.clients>['container']>;
const freshContainer = (): Container => azurite.clients().container(azurite.newName());

async function names(container: Container): Promise<string[]> {
  const found: string[] = [];
  for await (const { name } of container.listBlobsFlat()) found.push(name);
  return found.sort();
}

async function bodies(container: Container, name: string): Promise<string[]> {
  const text = (await container.getBlobClient(name).downloadToBuffer()).toString('utf8');
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => (JSON.parse(line) as { body: string }).body);
}

test('letters of a day are lines of one blob, in the order they came', async () => {
  const container = freshContainer();
  const store = createDeadLetterStore(container);
  await store.write(letter('first'));
  await store.write(letter('second\nwith a line break'));
  await store.write(letter('tomorrow', NOON + DAY_MS));
  assert.deepEqual(await names(container), [TODAY, 'dead-letters/2026/11/23.jsonl']);
  assert.deepEqual(await bodies(container, TODAY), ['first', 'second\nwith a line break']);
});

test('writers that begin a day at once all write, and no line is mixed', async () => {
  const container = freshContainer();
  const instances = Array.from({ length: 10 }, () =>
    createDeadLetterStore(azurite.clients().container(container.containerName)),
  );
  await Promise.all(instances.map((store, n) => store.write(letter(`${n}`.repeat(20_000)))));
  const found = (await bodies(container, TODAY)).sort();
  assert.deepEqual(
    found,
    instances.map((_, n) => `${n}`.repeat(16 * 1024)),
  );
});

test('a full blob rolls over, and a day of four full blobs is told as a flood', async () => {
  const container = freshContainer();
  const store = createDeadLetterStore(container, { lettersPerBlob: 1 });
  for (let n = 0; n < 4; n += 1) await store.write(letter(`${n}`));
  assert.deepEqual(await names(container), [
    'dead-letters/2026/11/22-1.jsonl',
    'dead-letters/2026/11/22-2.jsonl',
    'dead-letters/2026/11/22-3.jsonl',
    TODAY,
  ]);
  await assert.rejects(store.write(letter('one too many')), /4 full blobs\. Look who sends so much/);
  await store.write(letter('the next day has room', NOON + DAY_MS));
});

test('days that have ended are removed, the oldest first, and nothing else', async () => {
  const container = freshContainer();
  const store = createDeadLetterStore(container);
  for (const day of [3, 1, 2, 0]) await store.write(letter(`${day}`, NOON - day * DAY_MS));
  await container.getBlockBlobClient('dead-letters/kept.txt').upload('x', 1);
  assert.equal(await store.removeOlderThan(NOON, 1), 1);
  assert.equal(await bodies(container, 'dead-letters/2026/11/20.jsonl').then(([body]) => body), '2');
  assert.equal(await store.removeOlderThan(NOON, 100), 2);
  assert.deepEqual(await names(container), [TODAY, 'dead-letters/kept.txt'], 'the day of NOON has not ended');
  assert.equal(await store.removeOlderThan(NOON, 100), 0);
});

test('in a container that nobody made there is nothing to remove', async () => {
  assert.equal(await createDeadLetterStore(freshContainer()).removeOlderThan(NOON, 10), 0);
});

test('a storage that does not answer is an error in our words, without the letter', async () => {
  const gone = azurite.connectionString().replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:1');
  const container = storageClients({ kind: 'connectionString', connectionString: gone }).container('geowarden');
  await assert.rejects(createDeadLetterStore(container).write(letter('TOPSECRET')), (error) => {
    assert.ok(error instanceof StorageError);
    return !error.message.includes('TOPSECRET');
  });
});
