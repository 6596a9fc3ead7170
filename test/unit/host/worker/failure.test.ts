import assert from 'node:assert/strict';
import { test } from 'node:test';
import vm from 'node:vm';
import { describeFailure } from '../../../../local/host/worker/failure.ts';

test('an error keeps its message and stack', () => {
  const error = new TypeError('boom');
  assert.deepEqual(describeFailure(error), { message: 'boom', stackTrace: error.stack });
});

test('an error of another realm is an error too', () => {
  assert.equal(describeFailure(vm.runInNewContext('new Error("far")')).message, 'far');
});

test('a text is the message', () => {
  assert.deepEqual(describeFailure('just text'), { message: 'just text' });
});

test('anything else is shown as JSON, or as text when JSON has no word for it', () => {
  assert.deepEqual(describeFailure({ code: 7 }), { message: '{"code":7}' });
  assert.deepEqual(describeFailure(42), { message: '42' });
  assert.match(describeFailure(Symbol('s')).message, /Symbol\(s\)/);
});
