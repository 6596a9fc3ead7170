import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { applyPlant } from '../../teeth/applyPlant.ts';
import { PLANTS } from '../../teeth/plants.ts';
import { RULES } from '../../teeth/rules.ts';

const root = path.resolve(import.meta.dirname, '../../..');

test('every plant fits the source of today, exactly once', () => {
  const stale = PLANTS.flatMap((plant) => {
    try {
      applyPlant(plant, readFileSync(path.join(root, plant.file), 'utf8'));
      return [];
    } catch (error) {
      return [String(error)];
    }
  });
  assert.deepEqual(stale, []);
});

test('every plant has a name of its own that a person can type', () => {
  const names = PLANTS.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  for (const name of names) assert.match(name, /^[a-z]+(-[a-z]+)+$/);
});

test('the tests that are to notice exist, and are fast kinds', () => {
  for (const { name, tests } of PLANTS) {
    assert.ok(tests.length > 0, name);
    for (const file of tests) {
      assert.match(file, /^test\/(unit|contract|simulation|component)\/.+\.test\.ts$/, name);
      assert.ok(existsSync(path.join(root, file)), `${name}: ${file} does not exist`);
    }
  }
});

test('bugs are planted in what runs, not in tests', () => {
  for (const { name, file } of PLANTS) assert.match(file, /^(shared|functions|local|dashboard)\//, name);
});

test('every rule is bitten at least once', () => {
  const bitten = new Set(PLANTS.map(({ rule }) => rule));
  assert.deepEqual(
    Object.keys(RULES).filter((name) => !bitten.has(name as keyof typeof RULES)),
    [],
  );
});
