import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leastDisturbed, stolenBetween } from '../../../bench/stolen.ts';

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

test('the share of the time that went to others is the eighth column, of all columns but the guests', () => {
  const before = 'cpu  1000 0 200 5000 10 0 5 300 77 0\ncpu0 500 0 100 2500 5 0 2 150 0 0\n';
  const after = 'cpu  1060 0 210 5020 10 0 5 310 177 0\ncpu0 500 0 100 2500 5 0 2 150 0 0\n';
  assert.equal(stolenBetween(before, after), 0.1);
});

test('where nobody says, or no time has passed, none was stolen', () => {
  assert.equal(stolenBetween('', ''), 0);
  assert.equal(stolenBetween('cpu  1 2 3 4 5 6 7 8 0 0\n', 'cpu  1 2 3 4 5 6 7 8 0 0\n'), 0);
});
