import type { HttpRequest } from '@azure/functions';
import { type Incoming, LARGEST_BODY } from '../shared/app/requestBody.ts';

/** Bytes of UTF-8 that a body may say it has before it is not even read. */
const LARGEST_LENGTH = 4 * LARGEST_BODY;

/** A request, for shared/. Only a POST has a body; one that says it is too large is not read. */
export async function incoming(request: HttpRequest): Promise<Incoming> {
  const isLarge = Number(request.headers.get('content-length') ?? 0) > LARGEST_LENGTH;
  return {
    method: request.method,
    body: request.method !== 'POST' ? '' : isLarge ? undefined : await request.text(),
    contentType: request.headers.get('content-type') ?? undefined,
    principal: request.headers.get('x-ms-client-principal-name') ?? undefined,
  };
}
