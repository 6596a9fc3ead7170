import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { BodyTooLargeError, readBody, toRpcHttp } from '../../../../local/host/http/request.ts';

const received = (over: Partial<Parameters<typeof toRpcHttp>[0]>) =>
  toRpcHttp({
    method: 'POST',
    url: new URL('http://h/api/x'),
    headers: {},
    body: Buffer.alloc(0),
    routeValues: {},
    ...over,
  });

test('a body is forwarded only with a Content-Length above 0', () => {
  const body = Buffer.from('hello');
  assert.deepEqual(received({ body, headers: { 'content-length': '5' } }).body, { bytes: body });
  assert.equal(received({ body, headers: { 'transfer-encoding': 'chunked' } }).body, undefined);
  assert.equal(received({ body, headers: { 'content-length': '0' } }).body, undefined);
  assert.equal(received({ headers: { 'content-length': '5' } }).body, undefined);
});

test('repeated query parameters arrive joined by a comma', () => {
  const { nullableQuery } = received({ url: new URL('http://h/x?a=1&b=%20x&a=2&c') });
  assert.deepEqual(nullableQuery, { a: { value: '1,2' }, b: { value: ' x' }, c: { value: '' } });
});

test('repeated headers arrive joined by a comma, route values as they are', () => {
  const rpc = received({
    headers: { 'x-a': ['1', '2'] as unknown as string, 'x-b': undefined },
    routeValues: { id: '7' },
  });
  assert.deepEqual(rpc.nullableHeaders, { 'x-a': { value: '1,2' } });
  assert.deepEqual(rpc.nullableParams, { id: { value: '7' } });
});

test('method and whole URL are kept', () => {
  const { method, url } = received({ method: 'GET', url: new URL('http://h:7071/api/x?q=1') });
  assert.deepEqual([method, url], ['GET', 'http://h:7071/api/x?q=1']);
});

test('a body is read to its end, up to the limit', async () => {
  const stream = (...chunks: string[]) =>
    Readable.from(chunks.map((chunk) => Buffer.from(chunk))) as unknown as IncomingMessage;
  assert.equal((await readBody(stream('ab', 'cd'), 4)).toString(), 'abcd');
  assert.equal((await readBody(stream(), 4)).length, 0);
  await assert.rejects(readBody(stream('ab', 'cde'), 4), BodyTooLargeError);
});
