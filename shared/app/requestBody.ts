import { problemReply, type Reply } from '../views/reply.ts';
import { limitedBody } from './limitedBody.ts';

/** A request as the functions hand it on. */
export interface Incoming {
  method: string;
  /** Undefined when it was too large to be read. */
  body: string | undefined;
  contentType: string | undefined;
  /** Who signed in, as App Service's authentication says (`x-ms-client-principal-name`). */
  principal: string | undefined;
}

/** The part of an HTTP request of the Functions library that is used. */
export interface HttpRequestLike {
  method: string;
  headers: { get(name: string): string | null };
  body: AsyncIterable<Uint8Array> | null;
}

/**
 * Only a POST has a body; one that is too large is not read to its end.
 * @param signsPeopleIn whether App Service's authentication stands before the app: without it anybody may write its headers
 */
export async function incoming({ method, headers, body }: HttpRequestLike, signsPeopleIn: boolean): Promise<Incoming> {
  const principal = signsPeopleIn ? headers.get('x-ms-client-principal-name') : null;
  return {
    method,
    body: method === 'POST' ? await limitedBody(body, LARGEST_BODY) : '',
    contentType: headers.get('content-type') ?? undefined,
    principal: principal ?? undefined,
  };
}

/** Bytes. A comment of 2,000 letters of four bytes each, encoded for a form, with the longest token, is smaller. */
export const LARGEST_BODY = 64 * 1024;

export type BodyReading = { ok: true; fields: Record<string, unknown>; isForm: boolean } | { ok: false; reply: Reply };

/**
 * The fields of a JSON object, or of a form where the route takes one. JSON must say that it is JSON: a page from elsewhere cannot make
 * a browser send that without asking first.
 */
export function readBody({ body, contentType }: Incoming, { forms }: { forms: boolean }): BodyReading {
  if (body === undefined || body.length > LARGEST_BODY) {
    return no(413, 'The body is too large', `Expected at most ${LARGEST_BODY} bytes.`);
  }
  const type = (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (forms && type === 'application/x-www-form-urlencoded') {
    return { ok: true, fields: Object.fromEntries(new URLSearchParams(body)), isForm: true };
  }
  if (type !== 'application/json') {
    const expected = forms ? "'application/json' or a form" : "'application/json'";
    return no(415, 'Expected JSON', `Expected the content type ${expected}, saw '${type.slice(0, 100)}'.`);
  }
  const value = parsed(body);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return no(400, 'Expected JSON', 'Expected the body to be one JSON object, saw something else.');
  }
  return { ok: true, fields: value as Record<string, unknown>, isForm: false };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function no(status: number, title: string, detail: string): BodyReading {
  return { ok: false, reply: problemReply(status, title, detail) };
}
