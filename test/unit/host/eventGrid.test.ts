import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerEventGrid, eventGridValue } from '../../../local/host/eventGrid.ts';
import type { TriggerValue } from '../../../local/host/invocations.ts';
import type { Permission } from '../../../local/host/keys.ts';
import type { InvocationResult, RegisteredFunction } from '../../../local/host/worker/types.ts';

const onEvent: RegisteredFunction = {
  name: 'onEvent',
  trigger: { name: 'event', type: 'eventGridTrigger', direction: 'in' },
  bindings: [],
};
const onBatch: RegisteredFunction = {
  ...onEvent,
  name: 'onBatch',
  trigger: { ...onEvent.trigger, cardinality: 'many' },
};
const page: RegisteredFunction = {
  name: 'page',
  trigger: { name: 'r', type: 'httpTrigger', direction: 'in' },
  bindings: [],
};
const system: Permission = { level: 'system', name: 'eventgrid_extension' };

/** Sends one request; a function fails on an event whose subject is "fail". */
async function send({
  body,
  kind,
  name = 'onEvent',
  method = 'POST',
  permission = system,
  origin,
}: {
  body?: unknown;
  kind?: string;
  name?: string;
  method?: string;
  permission?: Permission;
  origin?: string;
}) {
  const values: TriggerValue[] = [];
  let atOnce = 0;
  let most = 0;
  const run = async (_fn: RegisteredFunction, value: TriggerValue): Promise<InvocationResult> => {
    values.push(value);
    most = Math.max(most, ++atOnce);
    await new Promise((resolve) => setImmediate(resolve));
    atOnce--;
    return value.data.string?.includes('"fail"')
      ? { status: 'failure', exception: { message: 'event failed' } }
      : { status: 'success', returnValue: null, outputs: [] };
  };
  const url = new URL(`http://127.0.0.1/runtime/webhooks/EventGrid?FUNCTIONNAME=${name}`);
  const headers = { 'aeg-event-type': kind, 'webhook-request-origin': origin };
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? null);
  const answer = await answerEventGrid(
    { method, url, headers, body: Buffer.from(text), permission },
    [onEvent, onBatch, page],
    { run },
  );
  return { status: answer.status, text: answer.body?.toString() ?? '', headers: answer.headers, values, most };
}

test('the validation handshake gives the code back, from an array, an object, or data within a text', async () => {
  const data = { validationCode: 'abc' };
  for (const body of [[{ data }], { data }, [{ data: JSON.stringify(data) }]]) {
    const { status, text, values } = await send({ kind: 'SubscriptionValidation', body });
    assert.deepEqual([status, JSON.parse(text)], [200, { validationResponse: 'abc' }]);
    assert.equal(values.length, 0, 'the function is not run');
  }
});

test('a validation without a code is refused', async () => {
  assert.equal((await send({ kind: 'SubscriptionValidation', body: [{}] })).status, 400);
  assert.equal((await send({ kind: 'SubscriptionValidation', body: [{ data: 'no json' }] })).status, 400);
});

test('a batch becomes one invocation per event, in parallel', async () => {
  const { status, values, most } = await send({ kind: 'Notification', body: [{ id: 1 }, { id: 2 }, { id: 3 }] });
  assert.equal(status, 202);
  assert.deepEqual(
    values.map((value) => JSON.parse(value.data.string ?? '')),
    [{ id: 1 }, { id: 2 }, { id: 3 }],
  );
  assert.equal(most, 3);
});

test('a single event is taken too', async () => {
  const { status, values } = await send({ kind: 'notification', body: { id: 1 } });
  assert.deepEqual([status, values.length], [202, 1]);
});

test('one failure makes the whole batch 500, after every event has run', async () => {
  const { status, text, values } = await send({
    kind: 'Notification',
    body: [{ subject: 'fail' }, { subject: 'fine' }],
  });
  assert.deepEqual([status, text, values.length], [500, 'event failed', 2]);
});

test('a function of cardinality many takes the batch at once', async () => {
  const { values } = await send({ kind: 'Notification', name: 'onBatch', body: [{ data: 1 }, {}] });
  assert.equal(values.length, 1);
  assert.deepEqual(JSON.parse(values[0]?.data.string ?? ''), [{ data: 1 }, {}]);
  assert.deepEqual(values[0]?.metadata, { data: { json: '[1,null]' } });
});

test('an empty batch is nothing to do', async () => {
  const { status, values } = await send({ kind: 'Notification', body: [] });
  assert.deepEqual([status, values.length], [202, 0]);
});

test('the CloudEvents handshake names the origin that asked', async () => {
  const answer = await send({ method: 'OPTIONS', origin: 'eventgrid.example' });
  assert.equal(answer.status, 200);
  assert.equal(answer.headers['webhook-allowed-origin'], 'eventgrid.example');
  assert.equal((await send({ method: 'OPTIONS' })).headers['webhook-allowed-origin'], 'eventgrid.azure.net');
});

test('CloudEvents arrive unconverted', async () => {
  const event = { specversion: '1.0', type: 'T', source: '/s', time: '2026-01-01T00:00:00Z', data: { a: 1 } };
  const { values } = await send({ kind: 'Notification', body: [event] });
  assert.deepEqual(JSON.parse(values[0]?.data.string ?? ''), event);
  assert.deepEqual(values[0]?.metadata, { data: { json: '{"a":1}' } });
});

test('Unsubscribe is accepted, any other kind is not', async () => {
  assert.equal((await send({ kind: 'Unsubscribe' })).status, 202);
  assert.equal((await send({ kind: 'Other', body: [] })).status, 400);
  assert.equal((await send({ body: [] })).status, 400);
});

test('an unknown function, or one without an Event Grid trigger, is 404', async () => {
  const unknown = await send({ kind: 'Notification', name: 'nope', body: [] });
  assert.deepEqual([unknown.status, unknown.text], [404, "cannot find function: 'nope'"]);
  assert.equal((await send({ kind: 'Notification', name: 'page', body: [] })).status, 404);
});

test('function names are matched without regard to case', async () => {
  assert.equal((await send({ kind: 'Notification', name: 'ONEVENT', body: [] })).status, 202);
});

test("the extension's system key or the master key is needed, also for the handshakes", async () => {
  const refused: Permission[] = [
    { level: 'anonymous' },
    { level: 'function' },
    { level: 'system', name: 'durabletask_extension' },
  ];
  for (const permission of refused) {
    assert.equal((await send({ kind: 'Notification', body: [], permission })).status, 401, permission.level);
    assert.equal((await send({ method: 'OPTIONS', permission })).status, 401, permission.level);
    assert.equal(
      (await send({ kind: 'Notification', name: 'nope', body: [], permission })).status,
      401,
      'names are not given away',
    );
  }
  assert.equal((await send({ kind: 'Notification', body: [], permission: { level: 'admin' } })).status, 202);
});

test('a body that is no JSON is 400', async () => {
  assert.equal((await send({ kind: 'Notification', body: '{' })).status, 400);
});

test('an event without data has null as its metadata', () => {
  assert.deepEqual(eventGridValue({ id: 1 }).metadata, { data: { json: 'null' } });
  assert.deepEqual(eventGridValue('odd').data, { string: '"odd"' });
});
