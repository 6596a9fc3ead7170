import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readReport } from '../../../shared/app/context.ts';
import { readSight } from '../../../shared/app/sight.ts';
import { shardOf } from '../../../shared/replication/shards.ts';
import { LookingWorld, spoken } from './lookingWorld.ts';
import { LINK, START } from './world.ts';

describe('a sweep with groups', () => {
  test('keeps what it saw, and writes no evidence while all is well', async () => {
    const world = new LookingWorld();
    await world.sweep(3);
    assert.deepEqual(await readSight(world.storage), {
      complete: true,
      atMs: START + 2_000,
      regions: [{ region: 'westeurope', tried: 1, reached: 1, ownTrouble: 0 }],
    });
    assert.deepEqual([await world.stored(), world.published, world.probed], [[], [], []]);
    assert.deepEqual(world.logged(500), []);
  });

  test('follows a failed sample: evidence in the table, one event, the link states as ever', async () => {
    const world = new LookingWorld();
    await world.sweep();
    world.dies();
    await world.sweep(5);
    assert.deepEqual(await world.stored(), ['ownProbe down one/orders', 'secondaryView none one/orders']);
    assert.deepEqual(
      world.published.map(({ evidence }) => spoken(evidence)),
      ['ownProbe down one/orders'],
    );
    const down = (await world.storage.evidence.load()).find(({ vote }) => vote === 'down');
    assert.deepEqual([down?.sinceMs, down?.atMs, down?.path], [START + 1_000, START + 5_000, 'uksouth']);
    const record = await world.storage.subjects.loadOne(shardOf(LINK), LINK);
    assert.equal(record?.value.link?.state.name, 'unreachable');
    assert.equal(record?.value.link?.lastAnswer?.sampledAtMs, START);
    assert.match(world.logged(500).at(-1) ?? '', /of 2 databases 1 were reached/);
    assert.doesNotMatch(world.logLines.join('\n'), /\[50[1-9]\]/);
  });

  test('sees the end at once, and tidies when confirmFor has passed', async () => {
    const world = new LookingWorld();
    world.dies();
    await world.sweep(2);
    world.returns();
    await world.sweep();
    assert.ok((await world.stored()).includes('ownProbe against one/orders'));
    world.nowMs += 10_000;
    await world.sweep();
    assert.equal((await world.stored()).length, 2, 'a sign of life within confirmFor still counts');
    // The incident ends; what showed its end is kept as long as it counts.
    world.nowMs += 60_000;
    await world.sweep();
    world.nowMs += 80_000;
    await world.sweep();
    assert.deepEqual(await world.stored(), []);
  });

  test('without a topic that can be opened it still writes to the table', async () => {
    const world = new LookingWorld();
    world.publisherFails = new Error('expected a key, saw none');
    world.dies();
    await world.sweep();
    assert.ok((await world.stored()).includes('ownProbe down one/orders'));
    assert.match(world.logged(502).join(), /publish.*expected a key, saw none/);
  });

  test('whose evidence cannot be read goes on sampling, and says that it gives none', async () => {
    const world = new LookingWorld();
    world.storage.evidence.load = async () => Promise.reject(new Error('the table is gone'));
    await world.sweep();
    assert.match(world.logged(501).join(), /the table is gone/);
    assert.equal(world.logged(300).length, 1);
    assert.equal(await readSight(world.storage), undefined);
  });

  test('whose sight cannot be stored still keeps its report', async () => {
    const world = new LookingWorld();
    const { write } = world.storage.state;
    world.storage.state.write = async (name, value) =>
      name === 'sight' ? Promise.reject(new Error('no room')) : write(name, value);
    await world.sweep();
    assert.match(world.logged(501).join(), /no room/);
    assert.equal((await readReport(world.storage, 'sampling')).mark.startedAtMs, START);
  });
});

test('without groups nothing of an outage is read or written', async () => {
  const world = new LookingWorld({ groups: [] });
  world.storage.evidence.load = async () => assert.fail('nobody asked for evidence');
  world.dies();
  await world.sweep(2);
  assert.equal(await readSight(world.storage), undefined);
  assert.deepEqual([world.probed, world.published], [[], []]);
});

describe('what was stored as a sight', () => {
  const right = { complete: true, atMs: 1, regions: [{ region: 'r', tried: 1, reached: 0, ownTrouble: 0 }] };
  test('is taken as this version writes it', async () => {
    const world = new LookingWorld();
    for (const sight of [right, { ...right, seeingSinceMs: 5 }]) {
      await world.storage.state.write('sight', sight);
      assert.deepEqual(await readSight(world.storage), sight);
    }
  });

  for (const [name, wrong] of Object.entries({
    'a text': 'sight',
    null: null,
    'a list': [],
    'without complete': { ...right, complete: undefined },
    'with a moment that is a text': { ...right, atMs: '1' },
    'with a beginning that is a text': { ...right, seeingSinceMs: 'now' },
    'without regions': { ...right, regions: {} },
    'with a region that is null': { ...right, regions: [null] },
    'with a count that is a text': { ...right, regions: [{ region: 'r', tried: '1', reached: 0, ownTrouble: 0 }] },
    'with a count below zero': { ...right, regions: [{ region: 'r', tried: 1, reached: -1, ownTrouble: 0 }] },
  })) {
    test(`counts as none: ${name}`, async () => {
      const world = new LookingWorld();
      await world.storage.state.write('sight', wrong);
      assert.equal(await readSight(world.storage), undefined);
    });
  }
});
