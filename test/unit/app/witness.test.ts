import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readReport } from '../../../shared/app/context.ts';
import { primariesToWitness } from '../../../shared/app/witness.ts';
import { readEvidenceEvent } from '../../../shared/reaction/readEvidenceEvent.ts';
import { shardOf } from '../../../shared/replication/shards.ts';
import { databaseKey } from '../../../shared/topology/linkKey.ts';
import { group } from '../reaction/observing.ts';
import { link, topology } from '../replication/builders.ts';
import { LookingWorld, spoken } from './lookingWorld.ts';
import { LINK, START } from './world.ts';

const witness = () => new LookingWorld({ role: 'witness' });

describe('a witness', () => {
  test('probes each primary every round by a fresh login, and publishes each answer each time', async () => {
    const world = witness();
    await world.sweep(3);
    assert.deepEqual(world.probed, ['one/orders', 'one/orders', 'one/orders']);
    assert.deepEqual(
      world.published.map(({ evidence }) => spoken(evidence)),
      Array(3).fill('witnessProbe against one/orders'),
    );
    assert.equal(new Set(world.published.map(({ id }) => id)).size, 3);
    assert.deepEqual(await world.stored(), ['witnessProbe against one/orders']);
  });

  test('says since when it is so: a guardian that missed rounds learns of it', async () => {
    const world = witness();
    await world.sweep();
    world.dies();
    await world.sweep(4);
    const last = world.published.at(-1)?.evidence;
    assert.deepEqual(
      [last?.vote, last?.sinceMs, last?.atMs, last?.expiresAtMs, last?.path],
      ['down', START + 1_000, START + 4_000, START + 18_000, 'uksouth'],
    );
    assert.doesNotMatch(JSON.stringify(world.published), /secret-host/);
  });

  test('publishes what a guardian can read', async () => {
    const world = witness();
    world.dies();
    await world.sweep();
    const [change] = world.published;
    const event = {
      specversion: '1.0',
      type: 'Geowarden.Outage.EvidenceChanged',
      data: { evidence: change?.evidence },
    };
    assert.deepEqual(readEvidenceEvent(JSON.parse(JSON.stringify(event)), world.nowMs), {
      kind: 'evidence',
      evidence: change?.evidence,
    });
  });

  test('tells nobody and keeps no link states, whatever it sees', async () => {
    const world = witness();
    await world.sweep();
    world.dies();
    await world.sweep(20);
    assert.deepEqual([...(await world.storage.outbox.recent(10))], []);
    assert.deepEqual(world.queue.queued, []);
    assert.equal((await world.storage.subjects.load(shardOf(LINK))).size, 0);
    assert.deepEqual(await world.storage.incidents.recent(10), []);
  });

  test('marks its rounds, so that its health shows when it is late', async () => {
    const world = witness();
    await world.sweep();
    assert.deepEqual((await readReport(world.storage, 'sampling')).mark, {
      startedAtMs: START,
      finishedAtMs: START,
      durationMs: 0,
    });
    assert.match(world.logged(503).join(), /1 primaries probed, 0 did not let us in, 0 postponed/);
  });

  test('goes on when a topic does not take its word: the table has it', async () => {
    const world = witness();
    world.publishFails = new Error('no topic took it');
    await world.sweep();
    assert.deepEqual(await world.stored(), ['witnessProbe against one/orders']);
    assert.match(world.logged(502).join(), /no topic took it/);
  });

  test('whose probe breaks its promise says nothing of that database, and ends its round', async () => {
    const world = witness();
    world.probeFails = new Error('no driver');
    await world.sweep();
    assert.deepEqual([await world.stored(), world.published], [[], []]);
    assert.match(world.logged(502).join(), /probe.*no driver/);
    assert.equal(world.logged(503).length, 1);
  });
});

describe('a witness looks at', () => {
  const found = topology([link('we', 'ne', 'orders'), link('we', 'uks', 'orders'), link('we', 'ne', 'stock')]);
  const keys = (groups: Parameters<typeof primariesToWitness>[1]['groups']) =>
    primariesToWitness(found, { groups }).map(databaseKey);

  test('every watched primary, each once, where there are no groups', () => {
    assert.deepEqual(keys([]), ['we/orders', 'we/stock']);
  });

  test('the members of the groups where there are some, whichever end the pattern names', () => {
    assert.deepEqual(keys([group('shop', 'ne/stock')]), ['we/stock']);
    assert.deepEqual(keys([group('shop', 'we/nothing')]), []);
  });
});
