/** An HTTP request, as the host hands it to the worker. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { RpcHttpData } from '../worker/types.ts';

/** The host's limit on a request's body. */
const MAX_BODY_BYTES = 100 * 1024 * 1024;

/** Thrown when a body is larger than the host takes. */
export class BodyTooLargeError extends Error {
  override name = 'BodyTooLargeError';
}

/** Reads a whole body. @throws BodyTooLargeError */
export async function readBody(request: IncomingMessage, limit = MAX_BODY_BYTES): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > limit) throw new BodyTooLargeError(`The request body is larger than ${limit} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

interface Received {
  method: string;
  url: URL;
  headers: IncomingHttpHeaders;
  body: Buffer;
  routeValues: Record<string, string>;
}

/**
 * The worker's view of a request. Repeated query parameters and headers arrive joined by a comma, and a body only with a
 * Content-Length above 0: a chunked one is lost.
 */
export function toRpcHttp({ method, url, headers, body, routeValues }: Received): RpcHttpData {
  const query = Object.fromEntries(
    [...url.searchParams.keys()].map((key) => [key, url.searchParams.getAll(key).join(',')]),
  );
  const joined = Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]);
  const rpc: RpcHttpData = {
    method,
    url: url.href,
    nullableHeaders: nullable(Object.fromEntries(joined.filter(([, value]) => value !== undefined))),
    nullableQuery: nullable(query),
    nullableParams: nullable(routeValues),
  };
  if (body.length > 0 && Number(headers['content-length']) > 0) rpc.body = { bytes: body };
  return rpc;
}

function nullable(values: Record<string, string>): Record<string, { value: string }> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value }]));
}
