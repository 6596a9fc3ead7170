import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { firstFew } from '../../../../shared/alerting/dispatch/firstFew.ts';

interface Ranked {
  rank: number;
  name: number;
}
const byRank = (one: Ranked, other: Ranked): number => one.rank - other.rank;

describe('the first few', () => {
  test('are what sorting all of them would bring first, of equals those that came first', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9)), fc.nat(12), (ranks, most) => {
        const all = ranks.map((rank, name) => ({ rank, name }));
        assert.deepEqual(firstFew(all, most, byRank), [...all].sort(byRank).slice(0, most));
      }),
    );
  });

  test('of fewer are all of them, in order; of none are none', () => {
    const [first, second] = [
      { rank: 1, name: 0 },
      { rank: 2, name: 1 },
    ];
    assert.deepEqual(firstFew([second, first], 20, byRank), [first, second]);
    assert.deepEqual(firstFew([], 20, byRank), []);
  });
});
