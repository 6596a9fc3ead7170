import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { LookupFunction } from 'node:net';

/** An error's body is read up to here: enough for its code, too little to hold us up. */
const ERROR_BODY_BYTES = 8_192;

interface Posting {
  headers: Readonly<Record<string, string>>;
  body: string;
  signal: AbortSignal;
  /** Judges the addresses that the name leads to. */
  lookup?: LookupFunction;
  /** Where what is said of a success matters too. */
  readsAll?: true;
}

export interface PostAnswer {
  status: number;
  retryAfter: string | undefined;
  /** The beginning of an error's body; it may quote the request. Empty where nothing failed, unless all is read. */
  errorBody: string;
}

/**
 * Posts over a connection of its own; JSON, unless the headers say otherwise. A redirect is an answer like any other: it is not followed,
 * because what is posted, and often the address itself, is for one receiver.
 * @throws the error of the connection, or the signal's
 */
export function post(url: URL, { headers, body, signal, lookup, readsAll }: Posting): Promise<PostAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<PostAnswer>();
  const sent = request(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'geowarden',
      ...headers,
    },
    signal,
    // A connection that was kept open would have had its address judged some other time.
    agent: false,
    ...(lookup === undefined ? {} : { lookup }),
  });
  sent.on('response', (response) => {
    read(response, readsAll === true).then(resolve, reject);
  });
  sent.on('error', reject);
  sent.end(body);
  return promise;
}

async function read(response: IncomingMessage, readsAll: boolean): Promise<PostAnswer> {
  const answer = { status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] };
  // What is said of a success does not matter, and waiting for it could only turn it into a failure.
  const errorBody = answer.status >= 400 || readsAll ? await beginning(response) : '';
  response.destroy();
  return { ...answer, errorBody };
}

async function beginning(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    parts.push(part);
    bytes += part.length;
    if (bytes >= ERROR_BODY_BYTES) break;
  }
  return Buffer.concat(parts).subarray(0, ERROR_BODY_BYTES).toString('utf8');
}
