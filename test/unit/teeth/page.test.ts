import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { caughtOn, teethPage } from '../../teeth/page.ts';
import { PLANTS } from '../../teeth/plants.ts';
import type { Plant } from '../../teeth/types.ts';

const ADVICE = 'run: npm run test:teeth -- --write-docs';

const plant = (name: string, rule: Plant['rule']): Plant => ({
  name,
  rule,
  file: 'shared/a.ts',
  before: 'a',
  after: 'b',
  tests: [],
});

test('docs/teeth.md lists the rules and plants of today, and a test for each', () => {
  const page = readFileSync(new URL('../../../docs/teeth.md', import.meta.url), 'utf8');
  const caught = caughtOn(page);
  assert.deepEqual([...caught.keys()].sort(), PLANTS.map(({ name }) => name).sort(), ADVICE);
  assert.deepEqual(
    [...caught].filter(([, by]) => by === '' || by === 'nothing'),
    [],
    ADVICE,
  );
  assert.equal(page, teethPage(PLANTS, caught), ADVICE);
});

test('plants stand under the rule they break, with its number where it has one', () => {
  const page = teethPage([plant('one', 'closedDoors'), plant('two', 'nullIsNotZero')], new Map([['two', 'a test']]));
  const headings = [...page.matchAll(/^## (.+?):/gm)].map(([, title]) => title);
  assert.deepEqual(headings, ['Rule 1', 'House rule']);
  assert.ok(page.indexOf('`two`') < page.indexOf('`one`'));
  assert.match(page, /^\| `two` \| `shared\/a\.ts` \| a test \|$/m);
  assert.match(page, /^\| `one` \| `shared\/a\.ts` \| nothing \|$/m);
});

test('what is written can be read back, whatever the test is called', () => {
  const names = new Map([
    ['one', 'a | b › `c` "d"'],
    ['two', 'a test'],
  ]);
  const page = teethPage([plant('one', 'oneWriter'), plant('two', 'oneWriter')], names);
  assert.deepEqual(caughtOn(page), names);
});
