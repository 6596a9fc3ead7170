import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyPlant, StalePlantError } from '../../teeth/applyPlant.ts';

const plant = (before: string, after: string) => ({ name: 'slip', file: 'shared/a.ts', before, after });

test('the one occurrence is replaced, the rest stays', () => {
  assert.equal(applyPlant(plant('lag ?? null', 'lag ?? 0'), 'const a = lag ?? null;\n'), 'const a = lag ?? 0;\n');
});

test('what the replacement holds is taken literally', () => {
  assert.equal(applyPlant(plant('b', '$&$1'), 'abc'), 'a$&$1c');
});

test('a plant without its place is an error that names plant, file and count', () => {
  for (const [text, times] of [
    ['nothing of the kind', 0],
    ['slip and slip', 2],
  ] as const) {
    assert.throws(
      () => applyPlant(plant('slip', 'x'), text),
      (error) => {
        assert.ok(error instanceof StalePlantError);
        assert.match(error.message, new RegExp(`plant slip .* once in shared/a\\.ts, saw it ${times} times`));
        return true;
      },
    );
  }
  assert.throws(() => applyPlant(plant('', 'x'), 'abc'), /saw it 0 times/);
});

test('a plant that changes nothing is an error', () => {
  assert.throws(() => applyPlant(plant('b', 'b'), 'abc'), /changes nothing/);
});
