import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Hooks, UnrecognizedHookError } from '../../../../local/host/worker/hooks.ts';

test('hooks run one after the other, in the order they were registered', async () => {
  const hooks = new Hooks();
  const order: string[] = [];
  hooks.register('appStart', async () => {
    await new Promise((resolve) => setImmediate(resolve));
    order.push('first');
  });
  hooks.register('appStart', () => order.push('second'));
  hooks.register('appTerminate', () => order.push('not this one'));
  await hooks.run('appStart', {});
  assert.deepEqual(order, ['first', 'second']);
});

test('a hook that throws ends the series', async () => {
  const hooks = new Hooks();
  hooks.register('preInvocation', () => {
    throw new Error('no');
  });
  hooks.register('preInvocation', () => assert.fail('must not run'));
  await assert.rejects(hooks.run('preInvocation', {}), /^Error: no$/);
});

test('a disposed hook is gone, and only that one', async () => {
  const hooks = new Hooks();
  const order: string[] = [];
  const dispose = hooks.register('appStart', () => order.push('a'));
  hooks.register('appStart', () => order.push('b'));
  dispose();
  dispose();
  await hooks.run('appStart', {});
  assert.deepEqual(order, ['b']);
});

test('log hooks run at once', () => {
  const hooks = new Hooks();
  let seen: unknown;
  hooks.register('log', (context) => {
    seen = context.message;
  });
  hooks.runNow('log', { message: 'm' });
  assert.equal(seen, 'm');
});

test('an unknown hook is refused with the error that the library looks for', () => {
  assert.throws(
    () => new Hooks().register('postStart', () => {}),
    (error: unknown) => {
      assert.ok(error instanceof UnrecognizedHookError && error instanceof RangeError);
      assert.equal(error.name, 'RangeError');
      assert.equal(error.isAzureFunctionsSystemError, true);
      assert.match(error.message, /Unrecognized hook "postStart"/);
      return true;
    },
  );
});

test('an older worker has no log hook', () => {
  const older = new Hooks(['preInvocation', 'postInvocation', 'appStart', 'appTerminate']);
  assert.throws(() => older.register('log', () => {}), UnrecognizedHookError);
});

test('hook data is shared within an invocation, app hook data within the app', () => {
  const hooks = new Hooks();
  const hookData = {};
  const [before, after, other] = [hooks.context({ a: 1 }, hookData), hooks.context({}, hookData), hooks.context({})];
  assert.equal(before.a, 1);
  assert.equal(before.hookData, after.hookData);
  assert.notEqual(before.hookData, other.hookData);
  assert.equal(before.appHookData, other.appHookData);
});

test('neither can be replaced', () => {
  const context = new Hooks().context({});
  assert.throws(() => {
    context.hookData = {};
  }, /Cannot assign to read only property "hookData"/);
  assert.throws(() => {
    context.appHookData = {};
  }, /read only property "appHookData"/);
});
