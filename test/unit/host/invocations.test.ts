import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Clock } from '../../../local/host/clock.ts';
import { Invocations, type WriteOutputs } from '../../../local/host/invocations.ts';
import type {
  InvocationRequest,
  InvocationResult,
  LogEntry,
  RegisteredFunction,
} from '../../../local/host/worker/types.ts';

const success: InvocationResult = { status: 'success', returnValue: null, outputs: [] };
const failure = (message: string): InvocationResult => ({ status: 'failure', exception: { message } });
const timer: RegisteredFunction = {
  name: 't',
  trigger: { name: 'timer', type: 'timerTrigger', direction: 'in' },
  bindings: [],
  retry: { maxRetryCount: 2, retryStrategy: 'fixedDelay', delayInterval: { seconds: 1 } },
};

function arrange({
  results,
  writeOutputs = async () => {},
  functionTimeoutMs,
}: {
  results: (InvocationResult | Promise<InvocationResult>)[];
  writeOutputs?: WriteOutputs;
  functionTimeoutMs?: number;
}) {
  const requests: InvocationRequest[] = [];
  const waits: number[] = [];
  const logged: LogEntry[] = [];
  const clock: Clock = { now: () => 0, wait: async (ms) => void waits.push(ms) };
  const invocations = new Invocations({
    invoke: async (request) => {
      requests.push(request);
      return results.shift() ?? failure('no more results');
    },
    writeOutputs,
    functionTimeoutMs,
    clock,
    log: (entry) => logged.push(entry),
  });
  return { invocations, requests, waits, logged };
}

test('a success runs once and writes its outputs', async () => {
  const written: string[] = [];
  const { invocations, requests } = arrange({
    results: [success],
    writeOutputs: async (fn) => void written.push(fn.name),
  });
  assert.deepEqual(await invocations.run(timer, { data: { string: 'x' } }), success);
  assert.equal(requests.length, 1);
  assert.deepEqual(requests[0]?.data, { string: 'x' });
  assert.equal(requests[0]?.retryContext, undefined);
  assert.deepEqual(written, ['t']);
});

test('outputs are not written for a failure', async () => {
  const { invocations } = arrange({
    results: [failure('a')],
    writeOutputs: () => assert.fail('nothing may be written'),
  });
  const { retry: _none, ...once } = timer;
  assert.equal((await invocations.run(once, { data: {} })).status, 'failure');
});

test('an output that cannot be written fails the invocation, which is then retried', async () => {
  let attempts = 0;
  const { invocations, requests } = arrange({
    results: [success, success],
    writeOutputs: async () => {
      if (++attempts === 1) throw new Error('the row exists');
    },
  });
  assert.equal((await invocations.run(timer, { data: {} })).status, 'success');
  assert.equal(requests[1]?.retryContext?.exception?.message, 'the row exists');
});

test('the retry policy is applied, and each retry knows its number and the last error', async () => {
  const { invocations, requests, waits } = arrange({ results: [failure('a'), failure('b'), failure('c')] });
  const result = await invocations.run(timer, { data: {} });
  assert.deepEqual(result, failure('c'));
  assert.deepEqual(waits, [1_000, 1_000]);
  assert.deepEqual(
    requests.map(({ retryContext }) => retryContext),
    [
      undefined,
      { retryCount: 1, maxRetryCount: 2, exception: { message: 'a' } },
      { retryCount: 2, maxRetryCount: 2, exception: { message: 'b' } },
    ],
  );
});

test('every attempt has an invocation id of its own', async () => {
  const { invocations, requests } = arrange({ results: [failure('a'), success] });
  await invocations.run(timer, { data: {} });
  assert.notEqual(requests[0]?.invocationId, requests[1]?.invocationId);
});

test('while the host drains nothing is retried', async () => {
  const { invocations, requests } = arrange({ results: [failure('a')] });
  invocations.stopRetrying();
  assert.equal((await invocations.run(timer, { data: {} })).status, 'failure');
  assert.equal(requests.length, 1);
});

test('what is running is named until it has ended', async () => {
  const gate = Promise.withResolvers<InvocationResult>();
  const { invocations } = arrange({ results: [gate.promise] });
  const run = invocations.run(timer, { data: {} });
  assert.deepEqual(invocations.running, ['t']);
  gate.resolve(success);
  await Promise.all([run, invocations.idle()]);
  assert.deepEqual(invocations.running, []);
});

test('an invocation beyond functionTimeout is given up as a failure', async () => {
  const never = Promise.withResolvers<InvocationResult>();
  const { retry: _none, ...once } = timer;
  const { invocations, waits } = arrange({ results: [never.promise], functionTimeoutMs: 5_000 });
  const result = await invocations.run(once, { data: {} });
  assert.match(
    result.status === 'failure' ? result.exception.message : '',
    /Timeout value of 5000 ms exceeded by function 't'/,
  );
  assert.deepEqual(waits, [5_000]);
});

test('the log tells each end, and why it failed', async () => {
  const { invocations, logged } = arrange({ results: [failure('broken'), success] });
  await invocations.run(timer, { data: {} });
  assert.match(logged[0]?.message ?? '', /^Executed 't' \(Failed, Id=[\w-]+, Duration=0ms\) broken$/);
  assert.equal(logged[0]?.level, 'error');
  assert.match(logged[1]?.message ?? '', /will be retried in 1000 ms \(retry 1\)/);
  assert.match(logged[2]?.message ?? '', /^Executed 't' \(Succeeded/);
});
