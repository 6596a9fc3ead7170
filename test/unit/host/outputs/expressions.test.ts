import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolveExpressions } from '../../../../local/host/outputs/expressions.ts';

const NOW = Date.parse('2026-03-04T01:02:03Z');

test('{rand-guid} is another one each time', () => {
  const [a, b] = resolveExpressions('{rand-guid}/{rand-guid}', {}, NOW).split('/');
  assert.match(a ?? '', /^[0-9a-f]{8}-[0-9a-f]{4}-4/);
  assert.notEqual(a, b);
});

test('{DateTime} is the moment of writing', () => {
  assert.equal(resolveExpressions('c/{DateTime}.txt', {}, NOW), 'c/2026-03-04T01:02:03.000Z.txt');
});

test("names of the trigger's metadata are filled in, without regard to case", () => {
  assert.equal(
    resolveExpressions(
      'c/{queueTrigger}-{dequeueCount}',
      { QueueTrigger: { string: 'm' }, DequeueCount: { int: 0 } },
      NOW,
    ),
    'c/m-0',
  );
});

test('an unknown name is refused, with those that exist', () => {
  assert.throws(
    () => resolveExpressions('c/{id}', { Known: { string: '' } }, NOW),
    /No value for the binding expression \{id\}.*provides: Known/,
  );
});

test('text without expressions stays', () => {
  assert.equal(resolveExpressions('c/plain.txt', {}, NOW), 'c/plain.txt');
});
