import assert from 'node:assert/strict';
import { test } from 'node:test';
import { topologyOfTick } from '../../../shared/app/topologyOfTick.ts';
import type { Topology } from '../../../shared/topology/types.ts';
import { AppWorld, START } from './world.ts';

/** A storage that counts how often it is read, and gives another topology each time. */
function reading() {
  const { context } = new AppWorld();
  const storage = { reads: 0, isEmpty: false, fails: undefined as Error | undefined };
  const load = async (): Promise<Topology | undefined> => {
    storage.reads += 1;
    if (storage.fails !== undefined) throw storage.fails;
    return storage.isEmpty
      ? undefined
      : { discoveredAtMs: storage.reads, links: [], databases: [], unprotected: [], servers: [], notGeo: [] };
  };
  return { storage, of: (tickMs: number) => topologyOfTick(context, tickMs, load) };
}

test('the shards of one tick sweep the same topology, read once, also while it is being read', async () => {
  const { storage, of } = reading();
  const [one, other] = await Promise.all([of(START), of(START)]);
  assert.equal(one, other);
  assert.equal(await of(START), one);
  assert.equal(storage.reads, 1);
});

test('the next tick sees what was discovered meanwhile', async () => {
  const { storage, of } = reading();
  const one = await of(START);
  assert.notEqual(await of(START + 15_000), one);
  assert.equal(storage.reads, 2);
});

test('a storage that did not answer is asked again by the next shard of the same tick', async () => {
  const { storage, of } = reading();
  storage.fails = new Error('expected an answer, saw none');
  await assert.rejects(of(START), storage.fails);
  storage.fails = undefined;
  assert.ok(await of(START));
  assert.equal(storage.reads, 2);
});

test('where nothing was discovered yet, the next shard of the same tick looks again', async () => {
  const { storage, of } = reading();
  storage.isEmpty = true;
  assert.equal(await of(START), undefined);
  storage.isEmpty = false;
  assert.ok(await of(START));
});
