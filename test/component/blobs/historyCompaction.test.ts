import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHistoryStore } from '../../../shared/adapters/azure/blobs/historyStore.ts';
import type { HistoryLine } from '../../../shared/replication/types.ts';
import { LINK_KEY } from '../../contract/records.ts';
import { withAzurite } from '../tables/azurite.ts';

const azurite = withAzurite();
const HOUR_MS = 3_600_000;
const NOON = Date.UTC(2026, 10, 22, 12);
const STEM = 'history/03/2026/11/22/12';
const yes = () => true;
const line = (atMs: number, lagSeconds: number | null = 1, linkKey = LINK_KEY): HistoryLine => ({
  atMs,
  linkKey,
  state: lagSeconds === null ? 'lagUnknown' : 'caughtUp',
  lagSeconds,
});
const freshContainer = () => azurite.clients().container(azurite.newName());
type Container = ReturnType<typeof freshContainer>;

async function blobs(container: Container): Promise<Array<{ name: string; bytes: number }>> {
  const found: Array<{ name: string; bytes: number }> = [];
  for await (const { name, properties } of container.listBlobsFlat())
    found.push({ name, bytes: properties.contentLength ?? 0 });
  return found.sort((one, other) => one.name.localeCompare(other.name));
}
const names = async (container: Container) => (await blobs(container)).map(({ name }) => name);
/** Another instance, with clients of its own. */
const another = (container: Container) => azurite.clients().container(container.containerName);

/** A minute of a link in three parts of the hour's blob, sampled each ten seconds. */
async function minute(container: Container, lags: Array<number | null> = [5, 1, 9, 2, null, 3]): Promise<void> {
  const history = createHistoryStore(container, { blocksPerBlob: 2 });
  for (const [n, lag] of lags.entries()) await history.append('03', [line(NOON + n * 10_000, lag)]);
}

const MINUTE = [
  line(NOON, 5),
  { ...line(NOON + 30_000, 2), minLagSeconds: 1, maxLagSeconds: 9 },
  line(NOON + 40_000, null),
  line(NOON + 50_000, 3),
];
const read = (container: Container) => createHistoryStore(container).recent('03', LINK_KEY, 0, 100);

/** Makes the first delete fail, as if the process had died after the compact blob was written. */
function dyingBeforeRemoval(container: Container): Container {
  const getBlobClient = container.getBlobClient.bind(container);
  container.getBlobClient = (name) => {
    const blob = getBlobClient(name);
    blob.deleteIfExists = async () => {
      throw new Error('the process died');
    };
    return blob;
  };
  return container;
}

test('an hour becomes one blob in the place of all its parts', async () => {
  const container = freshContainer();
  await minute(container);
  assert.equal((await names(container)).length, 3);
  const history = createHistoryStore(container);
  assert.equal(await history.compact(NOON + HOUR_MS, 10, yes), 1);
  assert.deepEqual(await names(container), [`${STEM}.compact.ndjson`]);
  assert.deepEqual(await read(container), MINUTE);
  assert.equal(await history.compact(NOON + HOUR_MS, 10, yes), 0);
});

test('after a crash between writing and removing nothing counts twice, and the next run removes what was left', async () => {
  const container = freshContainer();
  await minute(container);
  const dying = createHistoryStore(dyingBeforeRemoval(another(container)));
  await assert.rejects(dying.compact(NOON + HOUR_MS, 10, yes), /delete history/);
  assert.equal((await names(container)).length, 4);
  assert.deepEqual(await read(container), MINUTE);
  assert.equal(await createHistoryStore(container).compact(NOON + HOUR_MS, 10, yes), 1);
  assert.deepEqual(await names(container), [`${STEM}.compact.ndjson`]);
  assert.deepEqual(await read(container), MINUTE);
});

test('parts of which some were removed already do not replace the compact blob that was made of all', async () => {
  const container = freshContainer();
  await minute(container);
  await assert.rejects(createHistoryStore(dyingBeforeRemoval(another(container))).compact(NOON + HOUR_MS, 10, yes));
  await container.deleteBlob(`${STEM}-1.ndjson`);
  await createHistoryStore(container).compact(NOON + HOUR_MS, 10, yes);
  assert.deepEqual(await read(container), MINUTE);
});

test('an instance that listed the hour before it was compacted writes nothing over it', async () => {
  const container = freshContainer();
  await minute(container);
  const late = another(container);
  const getBlobClient = late.getBlobClient.bind(late);
  let compacted = false;
  late.getBlobClient = (name) => {
    const blob = getBlobClient(name);
    const download = blob.downloadToBuffer.bind(blob);
    // The other instance is quicker: none of the parts that were listed is there any more.
    blob.downloadToBuffer = async (...given: unknown[]) => {
      if (!compacted) await createHistoryStore(another(container)).compact(NOON + HOUR_MS, 10, yes);
      compacted = true;
      return (download as (...all: unknown[]) => Promise<Buffer>)(...given);
    };
    return blob;
  };
  assert.equal(await createHistoryStore(late).compact(NOON + HOUR_MS, 10, yes), 1);
  assert.deepEqual(await names(container), [`${STEM}.compact.ndjson`]);
  assert.deepEqual(await read(container), MINUTE);
});

test('of many instances that compact at once all are content, and the hour is whole', async () => {
  const container = freshContainer();
  await minute(container);
  const runs = Array.from({ length: 6 }, () => createHistoryStore(another(container)).compact(NOON + HOUR_MS, 10, yes));
  await Promise.all(runs);
  assert.deepEqual(await names(container), [`${STEM}.compact.ndjson`]);
  assert.deepEqual(await read(container), MINUTE);
});

test('a reader that listed the parts just before they were removed reads the compact blob', async () => {
  const container = freshContainer();
  await minute(container);
  const reading = another(container);
  const list = reading.listBlobsFlat.bind(reading);
  const listed: unknown[] = [];
  for await (const blob of list()) listed.push(blob);
  reading.listBlobsFlat = (() => listed) as unknown as typeof reading.listBlobsFlat;
  await createHistoryStore(container).compact(NOON + HOUR_MS, 10, yes);
  assert.deepEqual(await read(reading), MINUTE);
});

test('an hour of which nothing can be read becomes an empty blob, and does not hold up the next', async () => {
  const container = freshContainer();
  await container.create();
  const blob = container.getAppendBlobClient(`${STEM}.ndjson`);
  await blob.create();
  await blob.appendBlock('{"half', 6);
  const history = createHistoryStore(container);
  await history.append('03', [line(NOON + HOUR_MS, 4)]);
  assert.equal(await history.compact(NOON + 2 * HOUR_MS, 10, yes), 2);
  assert.deepEqual(await read(container), [line(NOON + HOUR_MS, 4)]);
});

test('ten links sampled each ten seconds take less than a quarter of the bytes', async () => {
  const container = freshContainer();
  const history = createHistoryStore(container);
  const lines = Array.from({ length: 360 }, (_, n) =>
    Array.from({ length: 10 }, (__, link) => line(NOON + n * 10_000, (n * link) % 11, `${LINK_KEY}${link}`)),
  );
  await history.append('03', lines.flat());
  const [raw] = await blobs(container);
  await history.compact(NOON + HOUR_MS, 1, yes);
  const [compact] = await blobs(container);
  assert.ok(
    raw && compact && compact.bytes < raw.bytes / 4,
    `expected a quarter of ${raw?.bytes}, saw ${compact?.bytes}`,
  );
  const kept = await history.recent('03', `${LINK_KEY}3`, 0, 1_000);
  assert.equal(kept.length, 61);
  assert.deepEqual(kept[0], line(NOON, 0, `${LINK_KEY}3`));
});
