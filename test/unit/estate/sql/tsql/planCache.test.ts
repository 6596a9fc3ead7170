import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PlanCache } from '../../../../../local/estate/sql/tsql/planCache.ts';

test('a known key is not made again', () => {
  const cache = new PlanCache<number>(2);
  let made = 0;
  const make = (): number => {
    made += 1;
    return made;
  };
  assert.deepEqual([cache.get('a', make), cache.get('a', make)], [1, 1]);
});

test('the entry that was used longest ago goes first', () => {
  const cache = new PlanCache<string>(2);
  const get = (key: string, value = key): string => cache.get(key, () => value);
  get('a');
  get('b');
  get('a');
  get('c');
  assert.equal(cache.size, 2);
  assert.equal(get('a', 'made again'), 'a');
  assert.equal(get('b', 'made again'), 'made again');
});

test('an error is not kept', () => {
  const cache = new PlanCache<number>(2);
  assert.throws(
    () =>
      cache.get('a', () => {
        throw new Error('no');
      }),
    /no/,
  );
  assert.equal(
    cache.get('a', () => 7),
    7,
  );
});
