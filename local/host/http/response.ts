/** What a function returned, as an HTTP response. */
import type { ServerResponse } from 'node:http';
import type { InvocationResult, RpcHttpData } from '../worker/types.ts';
import { formatCookie } from './cookie.ts';

export interface HttpAnswer {
  status: number;
  headers: Record<string, string | string[]>;
  body: Buffer | undefined;
}

/** A failed invocation is 500 without a word of why; nothing returned is 204. */
export function toAnswer(result: InvocationResult): HttpAnswer {
  if (result.status === 'failure') return { status: 500, headers: {}, body: undefined };
  const http = result.returnValue?.http;
  return http ? fromRpcHttp(http) : { status: 204, headers: {}, body: undefined };
}

/** `cookies` replace a set-cookie header. Several set-cookie headers have become the last of them before they get here. */
function fromRpcHttp({ statusCode, headers = {}, cookies = [], body }: RpcHttpData): HttpAnswer {
  const status = Number(statusCode);
  const bytes = body?.bytes
    ? Buffer.from(body.bytes)
    : body?.string === undefined
      ? undefined
      : Buffer.from(body.string);
  return {
    status: Number.isInteger(status) && status >= 100 && status <= 999 ? status : 200,
    headers: { ...headers, ...(cookies.length > 0 ? { 'set-cookie': cookies.map(formatCookie) } : {}) },
    body: bytes,
  };
}

/** Sends an answer. */
export function send(response: ServerResponse, { status, headers, body }: HttpAnswer): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.writeHead(status);
  response.end(body);
}

/** An answer with a JSON body, or none. */
export function jsonAnswer(status: number, value?: unknown): HttpAnswer {
  if (value === undefined) return { status, headers: {}, body: undefined };
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: Buffer.from(JSON.stringify(value)),
  };
}

/** An answer with a text body. */
export function textAnswer(status: number, value: string): HttpAnswer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: Buffer.from(value) };
}
