import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { Deadline } from '../../../../../shared/adapters/azure/sql/deadline.ts';

beforeEach((context) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  if ('after' in context) context.after(() => mock.timers.reset());
});

test('whoever watches is told when the time is over, once', () => {
  const deadline = new Deadline(1_000);
  let told = 0;
  deadline.watch(() => void told++);
  mock.timers.tick(999);
  assert.equal(told, 0);
  mock.timers.tick(10_000);
  assert.equal(told, 1);
});

test('the next step that watches is told in the stead of the last one', () => {
  const deadline = new Deadline(1_000);
  const told: string[] = [];
  deadline.watch(() => void told.push('login'));
  deadline.unwatch();
  deadline.watch(() => void told.push('query'));
  mock.timers.tick(1_000);
  assert.deepEqual(told, ['query']);
});

test('a step that begins after the end is told at once', () => {
  const deadline = new Deadline(1_000);
  mock.timers.tick(1_000);
  let told = 0;
  deadline.watch(() => void told++);
  assert.equal(told, 1);
});

test('one that is cleared never calls', () => {
  const deadline = new Deadline(1_000);
  let told = 0;
  deadline.watch(() => void told++);
  deadline.clear();
  mock.timers.tick(10_000);
  assert.equal(told, 0);
});

test('what is left may be less than the whole that people are told of', () => {
  const deadline = new Deadline(1_000, 400);
  let told = 0;
  deadline.watch(() => void told++);
  mock.timers.tick(400);
  assert.deepEqual([told, deadline.timeoutMs], [1, 1_000]);
});
