import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Sample, spells } from '../../../dashboard/browser/spells.ts';

const START = Date.UTC(2026, 4, 6);
/** Numbers are lags of a link that is caught up, `null` is NULL, words are other states. */
const samples = (...given: Array<number | null | Sample['state']>): Sample[] =>
  given.map((one, index) => ({
    at: new Date(START + index * 1_000).toISOString(),
    state: typeof one === 'string' ? one : one === null ? 'lagUnknown' : 'caughtUp',
    lagSeconds: typeof one === 'number' ? one : null,
  }));
const lags = (given: Sample[]) => spells(given).map((run) => run.map(({ lag }) => lag));

test('no samples are no spells', () => assert.deepEqual(spells([]), []));

test('neighbours of one kind are one spell, in order and with their moments', () => {
  assert.deepEqual(spells(samples(1, 0)), [
    [
      { atMs: START, lag: 1 },
      { atMs: START + 1_000, lag: 0 },
    ],
  ]);
});

test('a NULL spell parts what is known: it is a gap, never a zero', () => {
  assert.deepEqual(lags(samples(1, null, null, 2)), [[1], [null, null], [2]]);
});

test('whatever is not caught up is unknown, one gap through all its states', () => {
  assert.deepEqual(lags(samples(1, 'unreachable', 'suspended', null, 'absent')), [[1], [null, null, null, null]]);
});

test('a number beside another state is not believed', () => {
  const [sample] = samples('suspended');
  assert.ok(sample);
  assert.deepEqual(lags([{ ...sample, lagSeconds: 0 }]), [[null]]);
});

test('caught up without a number is a gap', () => {
  const [sample] = samples(1);
  assert.ok(sample);
  assert.deepEqual(lags([{ ...sample, lagSeconds: null }]), [[null]]);
});
