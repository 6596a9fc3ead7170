import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../../../local/host/clock.ts';
import { createOutputWriter } from '../../../../local/host/outputs/write.ts';
import type { Binding, RegisteredFunction, RpcTypedData } from '../../../../local/host/worker/types.ts';

const trigger: Binding = { name: 't', type: 'timerTrigger', direction: 'in' };

/** Writes one function's outputs; there is no storage, so whatever is attempted fails. */
function write({
  bindings,
  returnValue = null,
  outputs = [],
  settings = {},
}: {
  bindings: Binding[];
  returnValue?: RpcTypedData | null;
  outputs?: { name: string; data: RpcTypedData }[];
  settings?: Record<string, string>;
}) {
  const writer = createOutputWriter({ settings, queues: { messageEncoding: 'base64' }, clock: systemClock });
  const fn: RegisteredFunction = { name: 'f', trigger, bindings: [trigger, ...bindings] };
  return writer(fn, { status: 'success', returnValue, outputs }, {});
}
const out = (type: string, name = 'o', fields = {}): Binding => ({ name, type, direction: 'out', ...fields });

test('a binding that was given no value is left alone', async () => {
  await assert.doesNotReject(write({ bindings: [out('queue'), out('queue', '$return')] }));
  await assert.doesNotReject(
    write({ bindings: [out('queue')], outputs: [{ name: 'another', data: { string: 'x' } }] }),
  );
});

test("the HTTP answer is none of the writer's business, nor is the trigger", async () => {
  await assert.doesNotReject(write({ bindings: [out('http', '$return')], returnValue: { http: {} } }));
});

test('a type that the host does not write is refused', async () => {
  const settings = { AzureWebJobsStorage: 'x' };
  const outputs = [{ name: 'o', data: { string: 'x' } }];
  await assert.rejects(
    write({ bindings: [out('sendGrid')], outputs, settings }),
    /"o" is of the type "sendGrid"; the local host writes queue, blob and table/,
  );
});

test('a missing connection is named, also for the return value', async () => {
  const binding = out('queue', '$return', { connection: 'Mine', queueName: 'q' });
  await assert.rejects(write({ bindings: [binding], returnValue: { string: 'x' } }), /The connection Mine is not set/);
});

test('a missing setting and an unknown expression are named', async () => {
  const settings = { AzureWebJobsStorage: 'UseDevelopmentStorage=true' };
  const outputs = [{ name: 'o', data: { string: 'x' } }];
  await assert.rejects(
    write({ bindings: [out('blob', 'o', { path: '%C%/x' })], outputs, settings }),
    /the app setting C is not set/,
  );
  await assert.rejects(
    write({ bindings: [out('blob', 'o', { path: 'c/{id}' })], outputs, settings }),
    /binding expression \{id\}/,
  );
});

test('a blob path without a container or a name is refused', async () => {
  const settings = { AzureWebJobsStorage: 'UseDevelopmentStorage=true' };
  for (const path of ['plain', '/x', 'c/']) {
    const outputs = [{ name: 'o', data: { string: 'x' } }];
    await assert.rejects(
      write({ bindings: [out('blob', 'o', { path })], outputs, settings }),
      /must be container\/name/,
      path,
    );
  }
});
