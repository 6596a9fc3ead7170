import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AppRegistry } from '../../../../local/host/worker/coreApi.ts';
import { Hooks } from '../../../../local/host/worker/hooks.ts';
import { invoke } from '../../../../local/host/worker/invoke.ts';
import type {
  FunctionCallback,
  InvocationRequest,
  LogEntry,
  ProgrammingModel,
} from '../../../../local/host/worker/types.ts';

interface Core {
  state: string | undefined;
  request: { inputData: unknown; retryContext?: unknown; traceContext: { traceParent: string } };
  log(level: string, category: string, message: string): void;
}

/** An app of one function over a programming model that notes what happens to it. */
function arrange(callback: FunctionCallback) {
  const steps: string[] = [];
  const logged: LogEntry[] = [];
  let core: Core | undefined;
  const note = (step: string) => steps.push(`${step}${core?.state ? ` (${core.state})` : ''}`);
  const model: ProgrammingModel = {
    getInvocationModel(context) {
      core = context as Core;
      return {
        getArguments: async () => ({ context: 'the context', inputs: ['the input'] }),
        invokeFunction: async (_context, inputs, given) => {
          note('function');
          core?.log('information', 'user', 'from within');
          return given(...inputs);
        },
        getResponse: async (_context, result) => {
          note('response');
          return { returnValue: { json: JSON.stringify(result ?? null) } };
        },
      };
    },
  };
  const bindings = { message: { type: 'queueTrigger', direction: 'in' } };
  const registry: AppRegistry = {
    functions: new Map([['f', { metadata: { name: 'f', bindings }, callback }]]),
    hooks: new Hooks(),
    model,
    locked: true,
    log: (entry) => logged.push(entry),
  };
  const run = (over: Partial<InvocationRequest> = {}) =>
    invoke(registry, { functionName: 'f', invocationId: 'id', data: { string: 'x' }, triggerMetadata: {}, ...over });
  return { registry, run, steps, logged, note, core: () => core };
}

test('hooks run around the function, and the answer is made last', async () => {
  const { registry, run, steps, note } = arrange((input) => `did ${input}`);
  registry.hooks.register('preInvocation', () => void note('before'));
  registry.hooks.register('postInvocation', () => void note('after'));
  const result = await run();
  assert.deepEqual(steps, [
    'before (preInvocationHooks)',
    'function (invocation)',
    'after (postInvocationHooks)',
    'response',
  ]);
  assert.deepEqual(result, { status: 'success', returnValue: { json: '"did the input"' }, outputs: [] });
});

test('a pre-invocation hook may replace inputs and function, a post-invocation hook the result', async () => {
  const { registry, run } = arrange(() => assert.fail('was replaced'));
  registry.hooks.register('preInvocation', (context) => {
    context.inputs = ['another'];
    context.functionCallback = (input: unknown) => `new ${input}`;
  });
  registry.hooks.register('postInvocation', (context) => {
    assert.deepEqual([context.inputs, context.result], [['another'], 'new another']);
    context.result = 'last word';
  });
  assert.deepEqual(await run(), { status: 'success', returnValue: { json: '"last word"' }, outputs: [] });
});

test('a post-invocation hook sees the error, and may take it back or bring one', async () => {
  const failing = arrange(() => {
    throw new Error('boom');
  });
  failing.registry.hooks.register('postInvocation', (context) => {
    assert.match(String(context.error), /boom/);
    context.error = null;
    context.result = 'mended';
  });
  assert.equal((await failing.run()).status, 'success');
  const working = arrange(() => 'fine');
  working.registry.hooks.register('postInvocation', (context) => {
    context.error = new Error('brought');
  });
  assert.deepEqual(
    await working.run().then((result) => result.status === 'failure' && result.exception.message),
    'brought',
  );
});

test('a hook that throws fails the invocation; without the pre-hooks the function is not run', async () => {
  const { registry, run, steps } = arrange(() => 'fine');
  registry.hooks.register('preInvocation', () => {
    throw new Error('no entry');
  });
  const result = await run();
  assert.equal(result.status === 'failure' && result.exception.message, 'no entry');
  assert.deepEqual(steps, []);
});

test('the function gets its trigger by name, its retry context, and a trace of its own', async () => {
  const { run, core } = arrange(() => null);
  const retryContext = { retryCount: 1, maxRetryCount: 2 };
  await run({ retryContext });
  const first = core()?.request;
  assert.deepEqual(first?.inputData, [{ name: 'message', data: { string: 'x' } }]);
  assert.deepEqual(first?.retryContext, retryContext);
  assert.match(first?.traceContext.traceParent ?? '', /^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
  await run();
  assert.notEqual(core()?.request.traceContext.traceParent, first?.traceContext.traceParent);
  assert.equal('retryContext' in (core()?.request ?? {}), false);
});

test('log entries carry function and invocation', async () => {
  const { run, logged } = arrange(() => null);
  await run();
  assert.deepEqual(logged, [
    { level: 'information', category: 'user', message: 'from within', functionName: 'f', invocationId: 'id' },
  ]);
});

test('undefined and null thrown are no failures, anything else is', async () => {
  const throwing = (value: unknown) =>
    arrange(() => {
      throw value;
    }).run();
  assert.equal((await throwing(undefined)).status, 'success');
  assert.equal((await throwing(null)).status, 'success');
  for (const value of [0, '', false, {}]) assert.equal((await throwing(value)).status, 'failure', String(value));
});

test('an unknown function is a failure, as is an app without a programming model', async () => {
  const { registry, run } = arrange(() => null);
  const unknown = await run({ functionName: 'g' });
  assert.match(
    unknown.status === 'failure' ? unknown.exception.message : '',
    /'g' is not loaded and cannot be invoked/,
  );
  registry.model = undefined;
  assert.equal((await run()).status, 'failure');
});
