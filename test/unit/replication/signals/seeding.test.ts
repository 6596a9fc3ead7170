import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextSeeding } from '../../../../shared/replication/signals/seeding.ts';
import type { LinkState } from '../../../../shared/replication/types.ts';
import { caughtUp, NOBODY } from './readings.ts';

const seeding = (percent: number | null): LinkState => ({ name: 'seeding', percent });
const unreachable: LinkState = { name: 'unreachable', failure: NOBODY };

/** The last of a row of states, one a second. */
function after(...states: LinkState[]) {
  let kept: ReturnType<typeof nextSeeding>;
  states.forEach((state, index) => {
    kept = nextSeeding(kept, state, index * 1_000);
  });
  return kept;
}

test('the percentage is kept from the moment it was first seen', () => {
  assert.deepEqual(after(seeding(10)), { percent: 10, movedAtMs: 0 });
  assert.deepEqual(after(seeding(10), seeding(10), seeding(10)), { percent: 10, movedAtMs: 0 });
});

test('whatever moves it is movement, also a seeding that begins anew', () => {
  assert.deepEqual(after(seeding(10), seeding(10), seeding(11)), { percent: 11, movedAtMs: 2_000 });
  assert.deepEqual(after(seeding(90), seeding(0)), { percent: 0, movedAtMs: 1_000 });
});

test('a percentage that is not known, and silence, move nothing', () => {
  assert.deepEqual(after(seeding(10), seeding(null), seeding(10)), { percent: 10, movedAtMs: 0 });
  assert.deepEqual(after(seeding(10), unreachable, seeding(10)), { percent: 10, movedAtMs: 0 });
});

test('without a percentage there is nothing to judge by', () => {
  assert.equal(after(seeding(null), seeding(null)), undefined);
  assert.equal(after(unreachable), undefined);
});

for (const state of [
  caughtUp(),
  { name: 'lagUnknown' },
  { name: 'suspended' },
  { name: 'pending' },
  { name: 'absent' },
] satisfies LinkState[]) {
  test(`${state.name} ends it: the next seeding counts from its own beginning`, () => {
    assert.equal(after(seeding(10), state), undefined);
    assert.deepEqual(after(seeding(10), state, seeding(10)), { percent: 10, movedAtMs: 2_000 });
  });
}
