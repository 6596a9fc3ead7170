import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkFence } from '../../../doctor/run/fence.ts';
import { createFence } from '../../../shared/adapters/azure/blobs/fence.ts';
import type { Settings } from '../../../shared/config/settings.ts';
import { configurationOf, sound } from '../../unit/config/documents.ts';
import { withAzurite } from '../tables/azurite.ts';

const azurite = withAzurite();
const CONFIGURATION = configurationOf(
  sound(
    "groups: [{ name: shop, databases: ['a/b'], maxLoss: 5s, mode: automatic }]",
    'fence: { storage: { setting: FENCE } }',
  ),
);
const told = async (settings: Settings, configuration = CONFIGURATION) => {
  const checks = await checkFence(configuration, settings, { own: undefined, id: 'run1' });
  return checks.map(({ name, result }) => `${result}: ${name}`);
};

test('a fence account that takes a blob, with a fence that is free, and then with one that is held', async () => {
  const settings = { FENCE: azurite.connectionString() };
  assert.deepEqual(await told(settings), ['ok: fence account', 'ok: fence storage', 'ok: fence']);
  const container = azurite.clients().container('geowarden');
  const fence = createFence(container);
  const held = await fence.acquire('somebody', 'op', 60_000);
  assert.deepEqual(await told(settings), ['ok: fence account', 'ok: fence storage', 'warning: fence']);
  assert.equal(await fence.renew('somebody', held?.token ?? 0, 60_000), true, 'who holds it keeps it');
  await fence.release('somebody', held?.token ?? 0);
  const left: string[] = [];
  for await (const { name } of container.listBlobsFlat()) left.push(name);
  assert.deepEqual(left, ['fence/failover.json'], 'doctor leaves nothing behind');
});

test('a blob that is no fence fails, with what to do about it', async () => {
  const settings = { FENCE: azurite.connectionString() };
  const blob = azurite.clients().container('geowarden').getBlockBlobClient('fence/failover.json');
  await blob.upload('nonsense', 8);
  const checks = await checkFence(CONFIGURATION, settings, { own: undefined, id: 'run4' });
  await blob.delete();
  const [, , check] = checks;
  assert.deepEqual([check?.result, check?.seen], ['failed', 'a blob that holds something else']);
  assert.match(check?.advice ?? '', /delete the blob while no failover is under way/);
});

test('an account that does not answer, and a text that is no account, fail without a word of the key', async () => {
  const gone = azurite.connectionString().replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:1');
  assert.deepEqual(await told({ FENCE: gone }), ['ok: fence account', 'failed: fence storage']);
  const checks = await checkFence(CONFIGURATION, { FENCE: 'AccountKey=TOPSECRET' }, { own: undefined, id: 'run2' });
  assert.equal(checks.at(-1)?.result, 'failed');
  assert.doesNotMatch(JSON.stringify(checks), /TOPSECRET/);
});

test('without a fence account nothing is tried; without a group that may act nothing is said', async () => {
  assert.deepEqual(await told({}), ['not tried: fence account']);
  assert.deepEqual(await told({}, { ...CONFIGURATION, fence: {} }), ['warning: fence account']);
  assert.deepEqual(await told({}, configurationOf(sound())), []);
});

test("the app's own account is known by name, as a connection string and by identity", async () => {
  const settings = {
    FENCE: 'DefaultEndpointsProtocol=https;AccountName=guardstate;AccountKey=TOPSECRET;TableEndpoint=x',
  };
  const clientless = { blobUrl: 'https://guardstate.blob.core.windows.net', queueUrl: '', tableUrl: '' };
  for (const own of [
    { kind: 'connectionString' as const, connectionString: 'AccountName=GuardState;AccountKey=x' },
    { kind: 'identity' as const, ...clientless },
  ]) {
    // An account of that name is not to be asked: only the judgement matters here.
    const [account] = await checkFence(
      CONFIGURATION,
      { FENCE: `${settings.FENCE};BlobEndpoint=http://127.0.0.1:1/x` },
      { own, id: 'run3' },
    );
    assert.equal(account?.result, 'warning');
  }
});
