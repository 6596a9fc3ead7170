import assert from 'node:assert/strict';
import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { repositoryRoot } from '../../../local/tools/bundle.ts';
import { roundsOf } from '../../tools/rounds.ts';

const roundOf = (file: string, root = repositoryRoot) =>
  roundsOf([file], root)
    .filter(({ files }) => files.length > 0)
    .map(({ name }) => name);

test('whole apps are apart from the others, and the longest come first', () => {
  assert.deepEqual(roundOf('test/e2e/conditions.test.ts'), ['the longest']);
  assert.deepEqual(roundOf(path.join(repositoryRoot, 'test/e2e/conditions.test.ts')), ['the longest']);
  assert.deepEqual(roundOf('test/e2e/start.test.ts'), ['whole apps']);
  assert.deepEqual(roundOf('test/component/tools/commands.test.ts'), ['the others']);
  assert.deepEqual(roundOf('/elsewhere/some.test.mjs'), ['the others']);
  assert.equal(roundsOf([], repositoryRoot)[0]?.name, 'the longest');
});

test('unit tests share a process, unless a hook outside every suite would run around the tests of the others', () => {
  assert.deepEqual(roundOf('test/unit/tools/rounds.test.ts'), ['unit tests']);
  assert.deepEqual(roundOf('test/unit/adapters/azure/sql/deadline.test.ts'), ['the others']);
  assert.deepEqual(roundOf('test/unit/that/is/not/there.test.ts'), ['the others']);
});

test('every kind of hook counts, and only outside of suites', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'geowarden-rounds-'));
  try {
    const file = 'test/unit/some.test.ts';
    mkdirSync(path.join(root, 'test/unit'), { recursive: true });
    const roundWith = (text: string) => {
      writeFileSync(path.join(root, file), `${text}\ntest('t', () => {});\n`);
      return roundOf(file, root)[0];
    };
    for (const hook of ['before', 'after', 'beforeEach', 'afterEach']) {
      assert.equal(roundWith(`${hook}(() => {});`), 'the others', hook);
      assert.equal(roundWith(`describe('s', () => {\n  ${hook}(() => {});\n});`), 'unit tests', hook);
    }
    assert.equal(roundWith('const afterwards = before(1);'), 'unit tests');
  } finally {
    rmSync(root, { recursive: true });
  }
});

test('every file is in one round, whatever its kind', () => {
  const files = globSync('test/**/*.test.ts', { cwd: repositoryRoot }).sort();
  const rounds = roundsOf(files, repositoryRoot);
  assert.deepEqual(rounds.flatMap((round) => round.files).sort(), files);
  assert.equal(rounds[0]?.files.length, 3, 'one of the longest has another name by now');
  for (const { name, files } of rounds) assert.ok(files.length > 1, `${name}: nothing is in this round any more`);
});
