import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { startEstate } from '../../../local/estate/estate.ts';
import type { Estate, Vantage } from '../../../local/estate/types.ts';
import { SHOP, SHOP_SCOPES } from './support/shopEstate.ts';
import { type Reader, startReader } from './support/startReader.ts';

let folder: string;
let estate: Estate;
let vantage: Vantage;
const readers: Reader[] = [];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'geowarden-identity-'));
  estate = await startEstate(SHOP, { folder: join(folder, 'estate') });
  vantage = await estate.openVantage('swedencentral');
});
afterEach(async () => {
  estate.model.apply({ kind: 'identity', becomes: 'up' });
  for (const reader of readers.splice(0)) await reader.stop();
});
after(async () => {
  await estate?.close();
  await rm(folder, { recursive: true });
});

/** A process of its own: nothing is cached yet. */
async function fresh(settings: Record<string, string> = {}): Promise<Reader> {
  const reader = await startReader(estate, vantage, folder, settings);
  readers.push(reader);
  return reader;
}

test('tokens are for the audience they were asked for, and for no other', async () => {
  const reader = await fresh();
  const [sql, arm] = [await reader.token('sql'), await reader.token('resourceManager')];
  assert.equal(estate.tokens.verify(sql, ['https://database.windows.net/']).valid, true);
  assert.equal(estate.tokens.verify(sql, ['https://management.azure.com']).valid, false);
  assert.equal(estate.tokens.verify(arm, ['https://management.azure.com']).valid, true);
  assert.equal(estate.tokens.verify(arm, ['https://database.windows.net/']).valid, false);
});

test('an identity endpoint that nobody answers at is recognised, and Azure is not blamed', async () => {
  estate.model.apply({ kind: 'identity', becomes: 'unreachable' });
  const reader = await fresh();
  const { problems, topology } = await reader.discover(SHOP_SCOPES);
  assert.deepEqual(
    problems.map(({ code }) => code),
    ['identity'],
  );
  assert.match(problems[0]?.message ?? '', /managed identity endpoint/);
  assert.deepEqual(topology.links, []);
});

test('an identity endpoint that refuses is recognised, and its answer is not repeated', async () => {
  estate.model.apply({ kind: 'identity', becomes: 'failing' });
  const reader = await fresh();
  const { problems } = await reader.discover(SHOP_SCOPES);
  assert.deepEqual(
    problems.map(({ code }) => code),
    ['identity'],
  );
  assert.match(problems[0]?.message ?? '', /AZURE_CLIENT_ID/);
});

test('when the endpoint comes back, the next sweep works', async () => {
  estate.model.apply({ kind: 'identity', becomes: 'failing' });
  const reader = await fresh();
  await reader.discover(SHOP_SCOPES);
  estate.model.apply({ kind: 'identity', becomes: 'up' });
  const endMs = Date.now() + 15_000;
  let problems = (await reader.discover(SHOP_SCOPES)).problems;
  while (problems.length > 0 && Date.now() < endMs) problems = (await reader.discover(SHOP_SCOPES)).problems;
  assert.deepEqual(problems, []);
});

test('a token that lives outlasts its endpoint', async () => {
  const reader = await fresh();
  assert.deepEqual((await reader.discover(SHOP_SCOPES)).problems, []);
  estate.model.apply({ kind: 'identity', becomes: 'unreachable' });
  assert.deepEqual((await reader.discover(SHOP_SCOPES)).problems, []);
});

test('a wrong identity header gets no token', async () => {
  const reader = await fresh({ IDENTITY_HEADER: 'guessed' });
  await assert.rejects(reader.token('sql'), /IdentityFailure/);
});
