import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Clock } from '../../../local/host/clock.ts';
import { drain } from '../../../local/host/drain.ts';
import { Invocations } from '../../../local/host/invocations.ts';
import type { InvocationResult, LogEntry, RegisteredFunction } from '../../../local/host/worker/types.ts';

const fn: RegisteredFunction = {
  name: 'slow',
  trigger: { name: 't', type: 'httpTrigger', direction: 'in' },
  bindings: [],
};
const success: InvocationResult = { status: 'success', returnValue: null, outputs: [] };

/** A host whose one function ends when the test says so; `impatient` waits are over at once. */
function arrange({
  impatient = false,
  terminate = async () => {},
}: {
  impatient?: boolean;
  terminate?: () => Promise<void>;
} = {}) {
  const steps: string[] = [];
  const logged: LogEntry[] = [];
  const gate = Promise.withResolvers<InvocationResult>();
  const clock: Clock = {
    now: () => 0,
    wait: (_ms, signal) =>
      impatient
        ? new Promise((resolve) => setImmediate(resolve))
        : new Promise((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true })),
  };
  const log = (entry: LogEntry) => logged.push(entry);
  const invocations = new Invocations({
    invoke: () => gate.promise,
    writeOutputs: async () => {},
    functionTimeoutMs: undefined,
    clock,
    log,
  });
  const parts = {
    server: {
      port: 1,
      close: async () => void steps.push('server closed'),
      abandon: () => void steps.push('connections cut'),
    },
    background: [{ stop: async () => void steps.push('background stopped') }],
    invocations,
    terminate: async () => {
      steps.push('app told');
      await terminate();
    },
    clock,
    log,
  };
  return { parts, steps, logged, gate, invocations };
}

test('nothing new begins, then what runs ends, then the app is told', async () => {
  const { parts, steps, gate, invocations, logged } = arrange();
  const run = invocations.run(fn, { data: {} });
  const drained = drain(parts, 1_000);
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(steps, ['server closed', 'background stopped'], 'the app is not told before its function has ended');
  gate.resolve(success);
  await Promise.all([run, drained]);
  assert.deepEqual(steps.slice(2), ['connections cut', 'app told']);
  assert.deepEqual(
    logged.filter(({ level }) => level === 'warning'),
    [],
  );
});

test('what does not end in time is left behind, and named', async () => {
  const { parts, steps, invocations, logged } = arrange({ impatient: true });
  void invocations.run(fn, { data: {} });
  await drain(parts, 5);
  assert.equal(steps.at(-1), 'app told');
  assert.match(logged[0]?.message ?? '', /The drain ended after 5 ms; left behind: slow\./);
});

test('an appTerminate hook that fails is logged and does not keep the process', async () => {
  const { parts, logged } = arrange({ terminate: () => Promise.reject(new Error('no')) });
  await drain(parts, 1_000);
  assert.match(logged[0]?.message ?? '', /An appTerminate hook failed: no/);
});

test('an appTerminate hook that never ends does not keep the process', async () => {
  const { parts, logged } = arrange({ impatient: true, terminate: () => new Promise(() => {}) });
  await drain(parts, 5);
  assert.match(logged.at(-1)?.message ?? '', /appTerminate hooks did not end within 5000 ms/);
});
