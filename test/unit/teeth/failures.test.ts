import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import failures, { type RunnerEvent } from '../../teeth/failures.ts';

const FILE = path.resolve('test/some.test.ts');

function start(name: string, nesting: number, file = FILE): RunnerEvent {
  return { type: 'test:start', data: { name, nesting, file } };
}

function fail(name: string, nesting: number, failureType = 'testCodeFailure'): RunnerEvent {
  return { type: 'test:fail', data: { name, nesting, file: FILE, details: { error: { failureType } } } };
}

function pass(name: string, nesting: number, type = 'test'): RunnerEvent {
  return { type: 'test:pass', data: { name, nesting, file: FILE, details: { type } } };
}

async function told(...events: RunnerEvent[]): Promise<unknown[]> {
  async function* stream() {
    yield* events;
  }
  const ends: unknown[] = [];
  for await (const line of failures(stream())) ends.push(JSON.parse(line));
  return ends;
}

test('a test is told with the suites around it', async () => {
  const events = [start('a link', 0), start('NULL', 1), start('is not zero', 2), fail('is not zero', 2)];
  assert.deepEqual(await told(...events), [{ passed: false, name: 'a link › NULL › is not zero', isFile: false }]);
});

test('a suite that fails or passes because of its tests tells nothing of its own', async () => {
  assert.deepEqual(
    await told(start('s', 0), start('t', 1), pass('t', 1), fail('s', 0, 'subtestsFailed'), pass('s', 0, 'suite')),
    [{ passed: true, name: 's › t', isFile: false }],
  );
});

test('a suite that is left does not stand before the next test', async () => {
  const events = [start('s', 0), start('one', 1), pass('one', 1), start('two', 0), fail('two', 0)];
  assert.deepEqual((await told(...events))[1], { passed: false, name: 'two', isFile: false });
});

test('suites of different files are not mixed', async () => {
  const other = path.resolve('test/other.test.ts');
  const events = [start('mine', 0), start('theirs', 0, other), start('t', 1), fail('t', 1)];
  assert.deepEqual(await told(...events), [{ passed: false, name: 'mine › t', isFile: false }]);
});

test('a file that could not be run is told as a file', async () => {
  const name = path.join('test', 'some.test.ts');
  assert.deepEqual(await told(start(name, 0), fail(name, 0)), [{ passed: false, name, isFile: true }]);
});

test('a timeout and a hook that failed are failures too, and what is printed is not', async () => {
  const printed: RunnerEvent = { type: 'test:stdout', data: { file: FILE } };
  const ends = await told(start('t', 0), printed, fail('t', 0, 'testTimeoutFailure'), fail('h', 0, 'hookFailed'));
  assert.equal(ends.length, 2);
});
