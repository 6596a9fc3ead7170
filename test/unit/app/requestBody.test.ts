import assert from 'node:assert/strict';
import { test } from 'node:test';
import { incoming, LARGEST_BODY, readBody } from '../../../shared/app/requestBody.ts';

async function* parts(...texts: string[]): AsyncIterable<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
}

const request = (method: string, body: AsyncIterable<Uint8Array> | null, headers: Record<string, string> = {}) => ({
  method,
  headers: { get: (name: string) => headers[name] ?? null },
  body,
});

test('a POST is read with its type and whoever signed in', async () => {
  const headers = { 'content-type': 'application/json', 'x-ms-client-principal-name': 'ada@example.net' };
  assert.deepEqual(await incoming(request('POST', parts('{"a"', ':1}'), headers), true), {
    method: 'POST',
    body: '{"a":1}',
    contentType: 'application/json',
    principal: 'ada@example.net',
  });
});

test('where nobody signs people in, a header that says so is not believed', async () => {
  const headers = { 'x-ms-client-principal-name': 'somebody@else.example' };
  assert.equal((await incoming(request('POST', parts('{}'), headers), false)).principal, undefined);
});

test('the body of a GET is not looked at', async () => {
  const never = (async function* (): AsyncIterable<Uint8Array> {
    yield await Promise.reject(new Error('nobody may read this'));
  })();
  assert.equal((await incoming(request('GET', never), false)).body, '');
  assert.equal((await incoming(request('POST', null), false)).body, '');
});

test('a body that is too large is not read to its end, and refused with the limit', async () => {
  let sent = 0;
  async function* endless(): AsyncIterable<Uint8Array> {
    for (;;) {
      sent += 1;
      yield new Uint8Array(10_000);
    }
  }
  const given = await incoming(request('POST', endless(), { 'content-type': 'application/json' }), false);
  assert.equal(given.body, undefined);
  assert.ok(sent < 10);
  const read = readBody(given, { forms: false });
  assert.equal(read.ok, false);
  assert.ok(!read.ok && read.reply.status === 413 && read.reply.body.includes(String(LARGEST_BODY)));
});

const read = (body: string, contentType: string | undefined, forms = false) => {
  const reading = readBody({ method: 'POST', body, contentType, principal: undefined }, { forms });
  return reading.ok ? reading.fields : reading.reply.status;
};

test('JSON is an object that says it is JSON', () => {
  assert.deepEqual(read('{"a":1}', 'Application/JSON; charset=utf-8'), { a: 1 });
  for (const body of ['', '{', 'null', '[]', '7', '"x"']) assert.equal(read(body, 'application/json'), 400, body);
  for (const type of [undefined, '', 'text/plain', 'application/jsonx', 'multipart/form-data']) {
    assert.equal(read('{"a":1}', type), 415);
  }
});

test('a form is taken only where the route takes one', () => {
  const form = 'application/x-www-form-urlencoded;charset=UTF-8';
  assert.deepEqual(read('a=1+2&b=%26&a=3', form, true), { a: '3', b: '&' });
  assert.equal(read('a=1', form), 415);
  assert.deepEqual(read('{"a":1}', 'application/json', true), { a: 1 });
});
