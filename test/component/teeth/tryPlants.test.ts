/** The runner against node's real test runner, on a repository of three files. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { StalePlantError } from '../../teeth/applyPlant.ts';
import { BaselineError, tryPlants } from '../../teeth/tryPlants.ts';
import type { Outcome, Plant } from '../../teeth/types.ts';

const SOURCE = "export const add = (a, b) => a + b;\nexport const greet = (name) => 'hello ' + name;\n";
const TESTS = `
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, test } from 'node:test';
import { add } from '../product.mjs';
test('goes well', () => {});
describe('adding', () => {
  test('is right', { timeout: 5000 }, async () => {
    assert.equal(await add(1, 2), 3);
  });
});
test('finds packages, and leaves its files in the copy', () => {
  assert.ok(existsSync('node_modules/some/package.json'));
  assert.ok(!existsSync('.git'));
  writeFileSync(tmpdir() + '/left-behind', 'x');
});
`;
const plant = (name: string, before: string, after: string, tests = ['test/good.test.mjs']): Plant => ({
  name,
  rule: 'oneWriter',
  file: 'product.mjs',
  before,
  after,
  tests,
});

let folder = '';
let root = '';

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'teeth-test-'));
  root = path.join(folder, 'root');
  for (const each of ['test', '.git', 'dist', 'node_modules/some'])
    await mkdir(path.join(root, each), { recursive: true });
  await writeFile(path.join(root, 'product.mjs'), SOURCE);
  await writeFile(path.join(root, 'node_modules/some/package.json'), '{}');
  await writeFile(path.join(root, 'test/good.test.mjs'), TESTS);
  await writeFile(
    path.join(root, 'test/red.test.mjs'),
    "import { test } from 'node:test';\ntest('red', () => { throw 1; });\n",
  );
});

after(() => rm(folder, { recursive: true, force: true }));

async function attempt(plants: Plant[]): Promise<Record<string, Outcome>> {
  const bench = await mkdtemp(path.join(folder, 'bench-'));
  const limits = { testTimeoutMs: 2_000, timeoutMs: 20_000 };
  const outcomes = await tryPlants(plants, { root, folder: bench, limits, concurrency: 2 });
  for (const copy of await readdir(bench)) {
    assert.equal(await readFile(path.join(bench, copy, 'product.mjs'), 'utf8'), SOURCE, 'no plant stays behind');
  }
  return Object.fromEntries(outcomes);
}

test('a bug that a test notices is caught, one that none notices survives, and the tree stays as it was', async () => {
  const outcomes = await attempt([plant('wrong', 'a + b', 'a - b'), plant('unseen', "'hello '", "'bye '")]);
  assert.ok(outcomes.wrong?.ended === 'caught');
  assert.equal(outcomes.wrong.by, 'adding › is right');
  assert.equal(outcomes.unseen?.ended, 'survived');
  assert.equal(await readFile(path.join(root, 'product.mjs'), 'utf8'), SOURCE);
  assert.deepEqual((await readdir(root)).sort(), ['.git', 'dist', 'node_modules', 'product.mjs', 'test']);
});

test('a program that does not load proves nothing', async () => {
  const { broken } = await attempt([plant('broken', 'export const add', 'export const sum')]);
  assert.ok(broken?.ended === 'broken');
  assert.match(broken.why, /test\/good\.test\.mjs could not be run/);
});

test('a test that hangs because of the plant is caught by its timeout', async () => {
  const { hangs } = await attempt([plant('hangs', 'a + b', 'new Promise(() => setTimeout(() => {}, 60_000))')]);
  assert.ok(hangs?.ended === 'caught');
  assert.equal(hangs.by, 'adding › is right');
});

test('plants that do not fit are all told before anything is run', async () => {
  const plants = [plant('gone', 'a * b', 'a'), plant('wrong', 'a + b', 'a - b'), plant('twice', 'export', 'import')];
  await assert.rejects(attempt(plants), (error) => {
    assert.ok(error instanceof StalePlantError);
    assert.match(error.message, /plant gone .* saw it 0 times.*\n.*plant twice .* saw it 2 times/);
    return true;
  });
});

test('tests that fail without a plant cannot judge one', async () => {
  await assert.rejects(attempt([plant('wrong', 'a + b', 'a - b', ['test/red.test.mjs'])]), (error) => {
    assert.ok(error instanceof BaselineError);
    assert.match(error.message, /test\/red\.test\.mjs to pass without any plant, saw 'red' failing/);
    return true;
  });
});

test('a test file that does not exist is no proof either', async () => {
  await assert.rejects(attempt([plant('wrong', 'a + b', 'a - b', ['test/none.test.mjs'])]), BaselineError);
});
