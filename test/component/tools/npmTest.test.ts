/** The end of `npm test`, as somebody reads it who sees no more of a log: run on small files that fail in every way there is. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { repositoryRoot } from '../../../local/tools/bundle.ts';

const DEADLINE_MS = 60_000;
const FILES = {
  'good.test.mjs': "test('holds', () => {}); describe('s', () => { test('holds too', () => {}); });",
  'bad.test.mjs':
    "describe('a link', () => { test('NULL', (t) => t.test('is not zero', () => { assert.equal(null, 0); })); });",
  'missing.test.mjs': "import './nowhere.mjs';",
  'slow.test.mjs': "test('never ends', { timeout: 50 }, () => new Promise((resolve) => setTimeout(resolve, 200)));",
  'hook.test.mjs': "describe('held', () => { before(() => { throw new Error('no hold'); }); test('t', () => {}); });",
  'late.test.mjs': "test('is over', () => { setTimeout(() => { throw new Error('afterthought'); }, 20); });",
  'killed.test.mjs': "test('dies', () => process.kill(process.pid, 'SIGKILL'));",
  'endless.test.mjs':
    "test('is first', () => {}); test('waits', () => new Promise((resolve) => setTimeout(resolve, 300))); test('spins', () => { for (;;); });",
  'many.test.mjs':
    "for (let n = 1; n <= 25; n += 1) test('number ' + n + '.', () => { throw new Error('line\\n'.repeat(90)); });",
};
type Name = keyof typeof FILES;

let folder = '';
const file = (name: Name) => path.join(folder, name);
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'geowarden-npm-test-'));
  for (const [name, text] of Object.entries(FILES))
    await writeFile(
      path.join(folder, name),
      `import assert from 'node:assert/strict'; import { before, describe, test } from 'node:test'; ${text}\n`,
    );
});
after(() => rm(folder, { recursive: true, force: true }));

interface Run {
  status: number | null;
  output: string;
  /** What is printed after the last report of a round. */
  summary: string;
}

async function run(...args: string[]): Promise<Run> {
  // The runner does nothing inside of a test of its own.
  const { NODE_TEST_CONTEXT: _inATest, ...env } = process.env;
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'], env, timeout: DEADLINE_MS });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [status] = (await once(child, 'close')) as [number | null];
  const summary = output.slice(output.search(/\n(✖ .* › .*|✖ \S*\.mjs)\n {4}|\n +tests +passed/));
  return { status, output, summary };
}

const npmTest = (...names: Name[]) => run(path.join(repositoryRoot, 'test/tools/runTests.ts'), ...names.map(file));

/** Rounds of the test's own choice. */
async function runRounds(...rounds: object[]): Promise<Run> {
  const script = `
import { runRounds } from ${JSON.stringify(path.join(repositoryRoot, 'test/tools/runRounds.ts'))};
process.exitCode = await runRounds(${JSON.stringify(rounds)}, ${JSON.stringify(folder)});`;
  return await run('--input-type=module', '--eval', script);
}

/** Tests, passed and failed of a line of the table. */
const numbersOf = (summary: string, round: string) =>
  new RegExp(`^${round} +(\\d+) +(\\d+) +(\\d+) +\\d+\\.\\d$`, 'm').exec(summary)?.slice(1).map(Number);
/** As the runner itself printed it, over all rounds. */
const spec = (output: string, count: string) =>
  [...output.matchAll(new RegExp(`^ℹ ${count} (\\d+)$`, 'gm'))].reduce((sum, [, n]) => sum + Number(n), 0);

test('where all passes the numbers are what is left to say', async () => {
  const { status, output, summary } = await npmTest('good.test.mjs');
  assert.equal(status, 0);
  assert.deepEqual(numbersOf(summary, 'all'), [2, 2, 0]);
  assert.equal(spec(output, 'tests'), 2);
  assert.doesNotMatch(summary, /✖/);
  assert.match(summary, /\nEvery round passed\.\n$/);
});

test('whatever failed in a process of its own is told with its file, its full name and why', async () => {
  const { status, output, summary } = await npmTest(
    'good.test.mjs',
    'bad.test.mjs',
    'missing.test.mjs',
    'slow.test.mjs',
    'hook.test.mjs',
    'late.test.mjs',
    'killed.test.mjs',
  );
  assert.equal(status, 1);
  const counted = [spec(output, 'tests'), spec(output, 'pass'), spec(output, 'fail') + spec(output, 'cancelled')];
  assert.deepEqual(numbersOf(summary, 'the others'), counted);
  assert.match(summary, /bad\.test\.mjs › a link › NULL › is not zero\n {4}AssertionError.*\n[\s\S]*?null !== 0/);
  assert.match(summary, /missing\.test\.mjs\n {4}The process .* status 1:[\s\S]*?Cannot find module '.*nowhere\.mjs'/);
  assert.match(summary, /slow\.test\.mjs › never ends\n {4}test timed out after 50ms/);
  assert.match(summary, /hook\.test\.mjs › held\n {4}failed running before hook: Error: no hold/);
  assert.match(summary, /late\.test\.mjs\n {4}The process .* status 1:\n.*"is over".*afterthought/);
  assert.match(summary, /killed\.test\.mjs\n {4}The process of the file was ended by SIGKILL/);
  const names = summary.slice(summary.indexOf('What failed'));
  for (const name of ['is not zero', 'missing.test.mjs', 'never ends', 'held', 'late.test.mjs', 'killed.test.mjs'])
    assert.ok(names.includes(name), `${name} is not in:\n${names}`);
  assert.match(summary, /\nNot every round passed\.\n$/);
});

test('the same is told of files that share a process, and of every round', async () => {
  const { status, output, summary } = await runRounds(
    { name: 'first', sideBySide: 2, areTogether: true, files: ['bad.test.mjs', 'good.test.mjs', 'missing.test.mjs'] },
    { name: 'second', sideBySide: 2, areTogether: true, files: ['slow.test.mjs', 'hook.test.mjs'] },
    { name: 'third', sideBySide: 1, areTogether: true, files: ['late.test.mjs'] },
    { name: 'last', sideBySide: 1, files: ['good.test.mjs'] },
    { name: 'none', sideBySide: 1, files: [] },
  );
  assert.equal(status, 1);
  assert.deepEqual(numbersOf(summary, 'last'), [2, 2, 0]);
  const counted = [spec(output, 'tests'), spec(output, 'pass'), spec(output, 'fail') + spec(output, 'cancelled')];
  assert.deepEqual(numbersOf(summary, 'all'), counted);
  assert.match(summary, /bad\.test\.mjs › a link › NULL › is not zero\n {4}AssertionError/);
  assert.match(summary, /missing\.test\.mjs\n {4}.*Cannot find module '.*nowhere\.mjs'/);
  assert.match(summary, /slow\.test\.mjs › never ends\n {4}test timed out after 50ms/);
  assert.match(summary, /hook\.test\.mjs › held\n {4}failed running before hook: Error: no hold/);
  assert.match(summary, /✖ third: Error: Test "is over".*afterthought/);
  assert.equal(numbersOf(summary, 'none'), undefined);
});

test('a test runner that was killed, or never comes to an end, is named with how far it came', async () => {
  const { status, summary } = await runRounds(
    { name: 'killed', sideBySide: 1, areTogether: true, files: ['killed.test.mjs'] },
    { name: 'endless', sideBySide: 1, areTogether: true, files: ['endless.test.mjs'], atMostMs: 2_000 },
    { name: 'last', sideBySide: 1, files: ['good.test.mjs'] },
  );
  assert.equal(status, 1);
  assert.match(summary, /✖ killed: the test runner was ended by SIGKILL within \d\.\d s and gave no summary/);
  assert.match(summary, /✖ endless: .* SIGKILL .* the last to end was endless\.test\.mjs › \w/);
  assert.deepEqual(numbersOf(summary, 'last'), [2, 2, 0]);
  assert.match(summary, /\nNot every round passed\.\n$/);
});

test('of many failures the last are told, the others counted; names of them stand in the last lines', async () => {
  const { summary } = await npmTest('many.test.mjs');
  const tail = summary.split('\n').slice(-100).join('\n');
  assert.match(tail, /… 5 more before these/);
  for (let n = 6; n <= 25; n += 1)
    assert.ok(tail.includes(`✖ ${path.relative(repositoryRoot, file('many.test.mjs'))} › number ${n}.`));
  assert.doesNotMatch(tail, /number 5\./);
  assert.match(summary, /… \d+ lines are left out …/);
  assert.ok(summary.split('\n').length < 20 * 42 + 40);
});
