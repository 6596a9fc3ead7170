import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ALL_CONDITIONS } from '../../../../shared/alerting/conditions/all.ts';
import { conditionsOf } from '../../../../shared/alerting/conditions/conditionsOf.ts';
import { CONDITIONS } from '../../../../shared/alerting/types.ts';

test('every condition stands in the list under its own name', () => {
  assert.deepEqual(Object.keys(ALL_CONDITIONS), [...CONDITIONS]);
  for (const [name, condition] of Object.entries(ALL_CONDITIONS)) assert.equal(condition.name, name);
});

test('each condition is judged for exactly one kind of subject', () => {
  const kinds = (['link', 'database', 'server', 'deployment', 'channel'] as const).flatMap((kind) =>
    conditionsOf(kind).map(({ name }) => name),
  );
  assert.deepEqual([...kinds].sort(), [...CONDITIONS].sort());
});

test('what holds by default is said in a sentence', () => {
  for (const { name, holdsWhen } of Object.values(ALL_CONDITIONS)) assert.match(holdsWhen, /^[A-Z].*\.$/, name);
});
