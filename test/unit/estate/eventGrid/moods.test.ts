import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Change } from '../../../../local/estate/model/types.ts';
import { makePublishing, webhook } from './publishing.ts';

type Mood = Omit<Extract<Change, { kind: 'eventGrid' }>, 'kind'>;

/** Publishes a, b and c, one after the other and 100 ms apart, and answers when they came. */
async function arrivals(
  mood: Mood,
  status: (count: number) => number = () => 202,
  passMs = 120_000,
): Promise<string[]> {
  const { publish, subscribe, stand, arrived } = makePublishing();
  await subscribe();
  let count = 0;
  stand.answer = webhook(() => {
    count += 1;
    return status(count);
  });
  stand.model.apply({ kind: 'eventGrid', ...mood });
  for (const id of ['a', 'b', 'c']) {
    await publish([id]);
    await stand.pass(100);
  }
  await stand.pass(passMs);
  return arrived();
}

describe('a topic in a mood', () => {
  it('that is normal delivers at once', async () =>
    assert.deepEqual(await arrivals({ becomes: 'normal' }), ['a@0', 'b@100', 'c@200']));

  it('that delays is late by what was said, or by half a minute', async () => {
    assert.deepEqual(await arrivals({ becomes: 'delayed', delayMs: 7_000 }), ['a@7000', 'b@7100', 'c@7200']);
    assert.deepEqual(await arrivals({ becomes: 'delayed' }), ['a@30000', 'b@30100', 'c@30200']);
  });

  it('that duplicates brings every event twice, or as often as was said', async () => {
    const two = await arrivals({ becomes: 'duplicating' });
    assert.deepEqual(two.sort(), ['a@0', 'a@100', 'b@100', 'b@200', 'c@200', 'c@300']);
    const four = await arrivals({ becomes: 'duplicating', copies: 4 });
    assert.equal(four.filter((one) => one.startsWith('a')).length, 4);
  });

  it('that reorders gathers for a while and brings the last one first', async () => {
    assert.deepEqual(await arrivals({ becomes: 'reordering' }), ['c@1000', 'b@1000', 'a@1000']);
    assert.deepEqual(await arrivals({ becomes: 'reordering', delayMs: 150 }), ['b@150', 'a@150', 'c@350']);
  });

  it('that reorders keeps its order where a delivery fails', async () =>
    assert.deepEqual(await arrivals({ becomes: 'reordering' }, (count) => (count === 1 ? 500 : 202)), [
      'c@1000',
      'b@1000',
      'a@1000',
      'c@2000',
    ]));

  it('lets what it took before it changed go as it was to go', async () => {
    const { publish, subscribe, stand, arrived } = makePublishing();
    await subscribe();
    stand.model.apply({ kind: 'eventGrid', becomes: 'delayed', delayMs: 10_000 });
    await publish(['late']);
    stand.model.apply({ kind: 'eventGrid', becomes: 'normal' });
    await publish(['soon']);
    await stand.pass(20_000);
    assert.deepEqual(arrived(), ['soon@0', 'late@10000']);
  });

  it('may be alone in it', async () => {
    const { publish, subscribe, stand, arrived } = makePublishing();
    await subscribe({ topic: 'swedencentral', name: 'first' });
    await subscribe({ topic: 'uksouth', name: 'second' });
    stand.model.apply({ kind: 'eventGrid', topic: 'uksouth', becomes: 'delayed', delayMs: 5_000 });
    await publish(['a'], 0);
    await publish(['b'], 1);
    await stand.pass(10_000);
    assert.deepEqual(arrived(), ['a@0', 'b@5000']);
  });
});
