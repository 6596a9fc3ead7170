import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leastDisturbed, watchStolen } from '../../../bench/stolen.ts';

const round = (name: string, stolen: number) => ({ name, stolen });
const names = (rounds: Array<{ name: string }>) => rounds.map(({ name }) => name).join('');

test('the least disturbed rounds count, in the order in which they were played', () => {
  const played = [round('a', 0.2), round('b', 0), round('c', 0.01), round('d', 0.3), round('e', 0)];
  assert.equal(names(leastDisturbed(played, 3)), 'bce');
});

test('all count while there are no more than are wanted, however disturbed', () => {
  assert.equal(names(leastDisturbed([round('a', 0.5), round('b', 0)], 2)), 'ab');
  assert.equal(names(leastDisturbed([round('a', 0.5)], 2)), 'a');
});

test('a share of the machine is between none and all of it', () => {
  const share = watchStolen()();
  assert.ok(share >= 0 && share <= 1, String(share));
});
