import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConditionPage, readHealth, readLinks, readPage, readStatus } from '../../../shared/app/queries.ts';
import { sampleReplication } from '../../../shared/app/sampleReplication.ts';
import type { HealthView, LinkDetailView, ProblemDetails, StatusView } from '../../../shared/views/types.ts';
import { AppWorld, caughtUp, LINK, START } from './world.ts';

async function watching(): Promise<AppWorld> {
  const world = new AppWorld();
  await sampleReplication(world.context, world.log);
  world.rows = [caughtUp(null)];
  world.nowMs += 1_000;
  await sampleReplication(world.context, world.log);
  return world;
}

test('GET /api/status shows every link', async () => {
  const world = await watching();
  const reply = await readStatus(world.context);
  const status = JSON.parse(reply.body) as StatusView;
  assert.equal(reply.status, 200);
  assert.equal(status.name, 'shops');
  assert.deepEqual(
    status.links.map((link) => [link.linkKey, link.state, link.lagSeconds]),
    [[LINK, 'lagUnknown', null]],
  );
});

test('GET /api/status without storage still answers, and says what is wrong', async () => {
  const world = new AppWorld();
  world.storageFails = new Error('expected to read, saw nobody');
  const status = JSON.parse((await readStatus(world.context)).body) as StatusView;
  assert.deepEqual(
    status.problems.map((problem) => [problem.area, problem.message]),
    [['storage', 'expected to read, saw nobody']],
  );
});

test('GET /api/links lists, and with a key shows the samples, NULL as null', async () => {
  const world = await watching();
  const list = JSON.parse((await readLinks(world.context, undefined)).body) as { links: unknown[] };
  assert.equal(list.links.length, 1);
  const detail = JSON.parse((await readLinks(world.context, LINK.toUpperCase())).body) as LinkDetailView;
  assert.deepEqual(detail.samples, [
    { at: new Date(START).toISOString(), state: 'caughtUp', lagSeconds: 1 },
    { at: new Date(START + 1_000).toISOString(), state: 'lagUnknown', lagSeconds: null },
  ]);
});

test('GET /api/status reads no more than four shards at once', async () => {
  const world = await watching();
  const { load } = world.storage.subjects;
  let open = 0;
  let most = 0;
  world.storage.subjects.load = async (shard) => {
    open += 1;
    most = Math.max(most, open);
    await new Promise(setImmediate);
    open -= 1;
    return load(shard);
  };
  await readStatus(world.context);
  assert.equal(most, 4);
});

test('GET /api/links takes the key encoded or not, in any case', async () => {
  const world = await watching();
  for (const key of [LINK, LINK.toUpperCase(), encodeURIComponent(LINK), LINK.replaceAll('/', '%2f')]) {
    assert.equal((await readLinks(world.context, key)).status, 200, key);
  }
  for (const key of ['%', '%E0%A4%A', `${LINK}%`]) assert.equal((await readLinks(world.context, key)).status, 404, key);
});

test('GET /api/links with a key that is none answers problem details', async () => {
  const world = await watching();
  const reply = await readLinks(world.context, 'no/such~link/here');
  const problem = JSON.parse(reply.body) as ProblemDetails;
  assert.equal(reply.status, 404);
  assert.match(reply.headers['content-type'] ?? '', /^application\/problem\+json/);
  assert.equal(problem.status, 404);
  assert.match(problem.detail, /GET \/api\/links lists them all/);
});

test('GET /api/health is 200 while sweeps are on time and 503 when one is late', async () => {
  const world = await watching();
  assert.equal((await readHealth(world.context)).status, 200);
  world.nowMs += 60_000;
  const reply = await readHealth(world.context);
  assert.equal(reply.status, 503);
  assert.match((JSON.parse(reply.body) as HealthView).reasons.join(), /sampling/);
});

test('GET /api/health names no database', async () => {
  const world = await watching();
  world.nowMs += 60_000;
  assert.doesNotMatch((await readHealth(world.context)).body, /orders|one|two/);
});

test('GET /api/health without storage is 503', async () => {
  const world = new AppWorld();
  world.storageFails = new Error('x');
  assert.equal((await readHealth(world.context)).status, 503);
});

test('GET /api/health with a configuration that has faults is 503', async () => {
  const world = new AppWorld();
  world.context = { ...world.context, configuration: undefined };
  const reply = await readHealth(world.context);
  assert.equal(reply.status, 503);
  assert.equal((JSON.parse(reply.body) as HealthView).status, 'misconfigured');
});

test('the page may run its own script only', async () => {
  const reply = await readPage(new AppWorld().context);
  assert.match(
    reply.headers['content-security-policy'] ?? '',
    /default-src 'none'; script-src 'sha256-a'; style-src 'sha256-b'/,
  );
});

test('a condition is read about below /conditions, and all of them at it; without storage too', async () => {
  const world = new AppWorld();
  world.storageFails = new Error('away');
  const read = async (name: string | undefined, url: string) => readConditionPage(world.context, name, url);
  assert.match((await read(undefined, 'https://x.example/conditions')).body, /href="conditions\/lag-high"/);
  assert.match((await read('', 'https://x.example/conditions/?a=/')).body, /href="\.\/lag-high"/);
  assert.match((await read('lag-high', 'https://x.example/conditions/lag-high')).body, /href="\.\/"/);
  assert.equal((await read('lag', 'https://x.example/conditions/lag')).status, 404);
});

test('nothing that is answered may be cached', async () => {
  const world = await watching();
  for (const reply of [
    await readStatus(world.context),
    await readLinks(world.context, LINK),
    await readHealth(world.context),
    await readPage(world.context),
  ]) {
    assert.equal(reply.headers['cache-control'], 'no-store');
  }
});
