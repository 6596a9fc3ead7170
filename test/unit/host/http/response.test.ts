import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonAnswer, textAnswer, toAnswer } from '../../../../local/host/http/response.ts';
import type { InvocationResult, RpcHttpData } from '../../../../local/host/worker/types.ts';

const returning = (http: RpcHttpData): InvocationResult => ({ status: 'success', returnValue: { http }, outputs: [] });

test('a failure is 500 without a word', () => {
  assert.deepEqual(toAnswer({ status: 'failure', exception: { message: 'secret' } }), {
    status: 500,
    headers: {},
    body: undefined,
  });
});

test('nothing returned is 204', () => {
  assert.equal(toAnswer({ status: 'success', returnValue: null, outputs: [] }).status, 204);
});

test('status, headers and body are passed on', () => {
  const answer = toAnswer(
    returning({ statusCode: '201', headers: { 'x-a': '1' }, body: { bytes: new Uint8Array([1, 0]) } }),
  );
  assert.deepEqual(answer, { status: 201, headers: { 'x-a': '1' }, body: Buffer.from([1, 0]) });
  assert.equal(toAnswer(returning({ statusCode: '200', body: { string: 'é' } })).body?.toString(), 'é');
});

test('cookies replace a set-cookie header', () => {
  const { headers } = toAnswer(
    returning({ statusCode: '200', headers: { 'set-cookie': 'old=1' }, cookies: [{ name: 'a', value: '1' }] }),
  );
  assert.deepEqual(headers, { 'set-cookie': ['a=1'] });
});

test('a status that is no number is 200', () => {
  assert.equal(toAnswer(returning({ statusCode: 'odd' })).status, 200);
  assert.equal(toAnswer(returning({})).status, 200);
});

test("the host's own answers carry their type", () => {
  assert.equal(jsonAnswer(200, { a: 1 }).body?.toString(), '{"a":1}');
  assert.match(String(jsonAnswer(200, {}).headers['content-type']), /json/);
  assert.deepEqual(jsonAnswer(404), { status: 404, headers: {}, body: undefined });
  assert.match(String(textAnswer(200, 'x').headers['content-type']), /text\/plain/);
});
