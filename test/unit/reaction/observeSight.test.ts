import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judgeSight } from '../../../shared/outage/isolation.ts';
import { group, NOW, pair, Watch } from './observing.ts';

const RULES = { confirmForMs: 300_000, minKinds: 2, maxAgeMs: 3_600_000 };

describe('what a sweep saw', () => {
  test('everything dead, geo-secondaries too: we are the isolated one', async () => {
    const watch = new Watch();
    for (const key of ['we/orders', 'ne/orders']) watch.refusing.set(key, { kind: 'unreachable' });
    const sight = await watch.sweep();
    assert.equal(judgeSight(sight, RULES, watch.nowMs).is, 'isolated');
  });

  test('all primaries dead in one region, and a geo-secondary answers elsewhere: we see', async () => {
    const watch = new Watch();
    watch.refusing.set('we/orders', { kind: 'unreachable' });
    assert.equal(judgeSight(await watch.sweep(), RULES, watch.nowMs).is, 'seeing');
  });

  test('a wrong password everywhere is our own trouble, and we see nothing', async () => {
    const watch = new Watch();
    for (const key of ['we/orders', 'ne/orders']) watch.refusing.set(key, { kind: 'noRights', number: 18_456 });
    const sight = await watch.sweep();
    assert.deepEqual(
      sight.regions.map(({ ownTrouble }) => ownTrouble),
      [1, 1],
    );
    assert.equal(judgeSight(sight, RULES, watch.nowMs).is, 'isolated');
  });

  test('a database that is too busy to serve us was reached', async () => {
    const watch = new Watch();
    watch.groups = [group('other', 'we/other')];
    watch.refusing.set('we/orders', { kind: 'busy', number: 10_928 });
    assert.equal((await watch.sweep()).regions[0]?.reached, 1);
  });

  test('after an isolation it remembers since when it sees again', async () => {
    const watch = new Watch();
    for (const key of ['we/orders', 'ne/orders']) watch.refusing.set(key, { kind: 'unreachable' });
    await watch.sweep();
    watch.refusing.clear();
    watch.nowMs += 10_000;
    await watch.sweep();
    watch.nowMs += 10_000;
    assert.equal((await watch.sweep()).seeingSinceMs, NOW + 10_000);
  });
});

describe('a sweep that put something off', () => {
  test('at the start is no full round: nothing is decided on it', async () => {
    const watch = new Watch();
    const sight = await watch.sweep(3);
    assert.equal(sight.complete, false);
    assert.equal(judgeSight(sight, RULES, watch.nowMs).is, 'undecided');
  });

  test('soon after a full round goes on from it: a dead region may take several sweeps to ask', async () => {
    const watch = new Watch();
    await watch.sweep();
    for (const _ of [1, 2, 3, 4, 5]) {
      watch.nowMs += 30_000;
      assert.equal((await watch.sweep(3)).complete, true);
    }
  });

  test('long after a full round is none: what was seen then says nothing of now', async () => {
    const watch = new Watch();
    await watch.sweep();
    watch.nowMs += 36_000;
    assert.equal((await watch.sweep(3)).complete, false);
    watch.nowMs += 10_000;
    assert.equal((await watch.sweep(3)).complete, false, 'and it stays so until there is one');
    watch.nowMs += 10_000;
    assert.equal((await watch.sweep()).complete, true);
  });
});

test('the sight is taken at the end of the sweep, and every database counts once', async () => {
  const watch = new Watch();
  watch.links = [pair('orders'), { ...pair('orders'), linkKey: 'again' }];
  watch.refusing.set('we/orders', { kind: 'unreachable' });
  watch.probing = async () => {
    watch.nowMs += 5_000;
  };
  const sight = await watch.sweep();
  assert.equal(sight.atMs, NOW + 5_000);
  assert.deepEqual(watch.asked, ['ne/orders'], 'one question, however many links lead to it');
  assert.deepEqual(
    sight.regions.map(({ tried }) => tried),
    [1, 1],
  );
});
