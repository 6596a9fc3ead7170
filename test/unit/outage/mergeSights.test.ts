import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { carrySight, judgeSight } from '../../../shared/outage/isolation.ts';
import { mergeSights } from '../../../shared/outage/mergeSights.ts';
import type { SweepSight } from '../../../shared/outage/types.ts';

const MINUTE = 60_000;
const RULES = { confirmForMs: MINUTE, minKinds: 2, maxAgeMs: 60 * MINUTE };
const NOW = 10_000_000;

function sight(more: Partial<SweepSight> = {}, counts: Partial<SweepSight['regions'][number]> = {}): SweepSight {
  return {
    complete: true,
    atMs: NOW,
    regions: [{ region: 'westeurope', tried: 10, reached: 10, ownTrouble: 0, ...counts }],
    ...more,
  };
}
const blind = (more: Partial<SweepSight> = {}) => sight(more, { reached: 0 });
const judge = (...sights: Array<SweepSight | undefined>) => judgeSight(mergeSights(sights), RULES, NOW).is;

describe('the sights of several shards', () => {
  test('add up, region by region', () => {
    const merged = mergeSights([
      sight(),
      sight({
        regions: [
          { region: 'uksouth', tried: 2, reached: 1, ownTrouble: 1 },
          { region: 'westeurope', tried: 5, reached: 3, ownTrouble: 0 },
        ],
      }),
    ]);
    assert.deepEqual(merged?.regions, [
      { region: 'uksouth', tried: 2, reached: 1, ownTrouble: 1 },
      { region: 'westeurope', tried: 15, reached: 13, ownTrouble: 0 },
    ]);
  });

  test('are complete only when every shard has looked, and completely', () => {
    assert.equal(mergeSights([sight(), sight()])?.complete, true);
    assert.equal(mergeSights([sight(), sight({ complete: false })])?.complete, false);
    assert.equal(mergeSights([sight(), undefined])?.complete, false);
    assert.equal(mergeSights([undefined, undefined]), undefined);
    assert.equal(mergeSights([]), undefined);
  });

  test('are as old as the oldest of them', () => {
    assert.equal(mergeSights([sight(), sight({ atMs: NOW - 5_000 })])?.atMs, NOW - 5_000);
  });
});

describe('what is decided by them', () => {
  test('we see while one shard reaches anybody', () => assert.equal(judge(blind(), blind(), sight()), 'seeing'));

  test('isolation needs every shard to have reached nobody', () => {
    assert.equal(judge(blind(), blind(), blind()), 'isolated');
    assert.equal(judge(blind(), blind({}), sight({}, { reached: 1 })), 'seeing');
  });

  test('a shard that has not looked decides nothing, either way', () => {
    assert.equal(judge(blind(), undefined), 'undecided');
    assert.equal(judge(sight(), undefined), 'undecided');
  });

  test('a shard whose look is old decides nothing, whatever the others say now', () => {
    const old = { atMs: NOW - 2 * MINUTE };
    assert.equal(judge(blind(), sight(old)), 'undecided');
    assert.equal(judge(sight(), blind(old)), 'undecided');
  });

  test('without all of its shards a merged sight never says more than undecided', () => {
    const anySight = fc.record({
      complete: fc.boolean(),
      atMs: fc.integer({ min: NOW - 5 * MINUTE, max: NOW }),
      regions: fc.array(
        fc.record({
          region: fc.constantFrom('westeurope', 'uksouth'),
          tried: fc.nat(20),
          reached: fc.nat(20),
          ownTrouble: fc.nat(3),
        }),
        { maxLength: 2 },
      ),
    });
    fc.assert(
      fc.property(fc.array(fc.option(anySight, { nil: undefined }), { minLength: 1, maxLength: 6 }), (sights) => {
        const is = judge(...sights);
        const isWhole = sights.every((one) => one?.complete === true && NOW - one.atMs <= MINUTE);
        if (!isWhole) assert.equal(is, 'undecided');
        const reached = sights.flatMap((one) => one?.regions ?? []).some((region) => region.reached > 0);
        if (is === 'isolated') assert.equal(reached, false);
        if (is === 'seeing') assert.equal(reached, true);
      }),
    );
  });
});

describe('since when we see again', () => {
  test('is when the first shard did, after all of them were blind', () => {
    const one = carrySight(blind({ atMs: NOW - 9_000 }), sight({ atMs: NOW - 5_000 }));
    const other = carrySight(blind({ atMs: NOW - 8_000 }), sight({ atMs: NOW - 3_000 }));
    assert.equal(mergeSights([one, other])?.seeingSinceMs, NOW - 5_000);
  });

  test('is not asked for while one shard never was blind: then we were not isolated', () => {
    const one = carrySight(blind(), sight());
    assert.equal(mergeSights([one, sight()])?.seeingSinceMs, undefined);
  });
});
