import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { reactToOutage } from '../../../shared/app/reactToOutage.ts';
import type { Evidence } from '../../../shared/outage/types.ts';
import { databaseScope, says } from '../outage/builders.ts';
import { LookingWorld } from './lookingWorld.ts';
import { START } from './world.ts';

const SCOPE = databaseScope({ server: 'one', database: 'orders', region: 'westeurope' });
const word = (more: Parameters<typeof says>[1] = {}, source: Evidence['source'] = 'witnessProbe') =>
  says(source, { scope: SCOPE, sinceMs: START, atMs: START, expiresAtMs: START + 60_000, ...more });
const event = (evidence: unknown, type = 'Geowarden.Outage.EvidenceChanged') => ({
  specversion: '1.0',
  id: 'e',
  source: '/geowarden/witness',
  type,
  data: { evidence },
});

/** Whether the evaluation looked: it reads the incidents, and nothing else here does. */
function awake(world: LookingWorld): () => number {
  let looks = 0;
  const { open } = world.storage.incidents;
  world.storage.incidents.open = async () => {
    looks += 1;
    return open();
  };
  return () => looks;
}

async function discovered(change: ConstructorParameters<typeof LookingWorld>[0] = {}): Promise<LookingWorld> {
  const world = new LookingWorld(change);
  await world.sweep();
  world.nowMs = START;
  return world;
}

describe("a witness's word", () => {
  test('goes into the table and wakes the evaluation', async () => {
    const world = await discovered();
    const looks = awake(world);
    await reactToOutage(world.context, event(word()), world.log);
    assert.deepEqual(await world.stored(), ['witnessProbe down one/orders']);
    assert.ok(looks() > 0);
    assert.equal((await world.storage.incidents.open()).length, 1, 'a suspicion is an incident');
  });

  test('twice, late and out of order is the same as once', async () => {
    const world = await discovered();
    const newest = word({ vote: 'against', atMs: START + 5_000, sinceMs: START + 5_000, expiresAtMs: START + 9_000 });
    for (const one of [word(), newest, word(), newest]) await reactToOutage(world.context, event(one), world.log);
    assert.deepEqual(await world.stored(), ['witnessProbe against one/orders']);
  });

  test('about a whole region is a hint only: a probe looks at one database', async () => {
    const world = await discovered();
    const scope: Evidence['scope'] = { kind: 'region', region: 'westeurope' };
    await reactToOutage(world.context, event(word({ scope })), world.log);
    assert.deepEqual(await world.stored(), []);
  });

  test('from the region we look from is a hint only: it shares our path', async () => {
    const world = await discovered();
    const looks = awake(world);
    await reactToOutage(world.context, event(word({ path: 'uksouth' })), world.log);
    assert.deepEqual(await world.stored(), []);
    assert.ok(looks() > 0);
  });

  test('that all is still well wakes nobody, and keeps the row fresh', async () => {
    const world = await discovered();
    const alive = (atMs: number) => word({ vote: 'against', atMs, sinceMs: atMs, expiresAtMs: atMs + 35_000 });
    await reactToOutage(world.context, event(alive(START)), world.log);
    const looks = awake(world);
    await reactToOutage(world.context, event(alive(START + 1_000)), world.log);
    assert.equal(looks(), 0);
    assert.equal((await world.storage.evidence.load())[0]?.atMs, START + 1_000);
  });

  test('that it is still down wakes the evaluation each time: it may be enough by now', async () => {
    const world = await discovered();
    await reactToOutage(world.context, event(word()), world.log);
    const looks = awake(world);
    await reactToOutage(world.context, event(word({ atMs: START + 1_000 })), world.log);
    assert.ok(looks() > 0);
  });

  test('that the table does not take is thrown, for Event Grid to send it again', async () => {
    const world = await discovered();
    world.storage.evidence.put = async () => Promise.reject(new Error('the table is gone'));
    await assert.rejects(reactToOutage(world.context, event(word()), world.log), /the table is gone/);
  });
});

test("everybody else's evidence is a hint to read the table, never proof", async () => {
  for (const source of ['ownProbe', 'secondaryView', 'serviceHealth', 'resourceHealth', 'platformMetric'] as const) {
    const world = await discovered();
    const looks = awake(world);
    await reactToOutage(world.context, event(word({}, source)), world.log);
    assert.deepEqual(await world.stored(), [], source);
    assert.ok(looks() > 0, source);
  }
});

describe('what is not ours', () => {
  test('is ignored with a line in the log', async () => {
    const world = await discovered();
    const looks = awake(world);
    await reactToOutage(world.context, event(word(), 'Microsoft.Resources.ResourceWriteSuccess'), world.log);
    assert.equal(looks(), 0);
    assert.match(world.logged(506).join(), /Microsoft\.Resources\.ResourceWriteSuccess/);
    assert.deepEqual(world.deadLetters.letters, []);
  });

  test('on a witness, and under a faulty configuration, is not even read', async () => {
    const witness = await discovered({ role: 'witness' });
    await reactToOutage(witness.context, event('nonsense'), witness.log);
    const faulty = await discovered();
    await reactToOutage({ ...faulty.context, configuration: undefined }, event('nonsense'), faulty.log);
    assert.deepEqual([witness.deadLetters.letters, faulty.deadLetters.letters], [[], []]);
  });
});

describe('what is malformed', () => {
  for (const [name, sent] of Object.entries({
    'an event without a type': { data: 1 },
    'a text': 'hello',
    null: null,
    'evidence from the future': event(word({ atMs: START + 121_000, expiresAtMs: START + 130_000 })),
    'evidence without a vote': event({ ...word(), vote: undefined }),
  })) {
    test(`${name}: is kept with its reason, and nothing is thrown`, async () => {
      const world = await discovered();
      await reactToOutage(world.context, sent, world.log);
      const [letter] = world.deadLetters.letters;
      assert.deepEqual([letter?.from, letter?.atMs], ['eventGrid', START]);
      assert.match(letter?.reason ?? '', /^Expected /);
      assert.equal(letter?.body, typeof sent === 'string' ? sent : JSON.stringify(sent));
      assert.deepEqual(await world.stored(), []);
    });
  }

  test('is in the log where it cannot be kept', async () => {
    const world = await discovered();
    world.deadLetters.write = async () => Promise.reject(new Error('no room'));
    await reactToOutage(world.context, { data: 1 }, world.log);
    assert.match(world.logged(507).join(), /Expected an event/);
    assert.match(world.logged(508).join(), /no room/);
  });
});
