/** A request's body, up to a limit. */
import type { IncomingMessage } from 'node:http';

/** Thrown when a body is longer than allowed; what was left of it is not read. */
export class BodyTooLargeError extends Error {
  readonly limitBytes: number;
  constructor(limitBytes: number) {
    super(`The request's body is longer than ${limitBytes} bytes.`);
    this.name = 'BodyTooLargeError';
    this.limitBytes = limitBytes;
  }
}

/**
 * @throws BodyTooLargeError as soon as the limit is passed, or announced to be passed.
 * @throws what the stream reports when the client goes away.
 */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<Uint8Array> {
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) throw new BodyTooLargeError(limitBytes);
  const chunks: Buffer[] = [];
  let length = 0;
  // The stream outlives the loop: destroying it would take away the connection that the refusal goes out on.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    length += chunk.length;
    if (length > limitBytes) throw new BodyTooLargeError(limitBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}
