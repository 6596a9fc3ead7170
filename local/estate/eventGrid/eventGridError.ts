/** How Event Grid says no to a publisher. */
import { randomUUID } from 'node:crypto';
import type { SiteResponse } from '../network/types.ts';

/** Thrown by whatever refuses a request; the topic turns it into the response. */
export class EventGridError extends Error {
  readonly status: number;
  readonly code: string;
  /** Says more than the code, as `details[0].code`. */
  readonly detail: string | undefined;

  constructor(status: number, code: string, message: string, detail?: string) {
    super(message);
    this.name = 'EventGridError';
    this.status = status;
    this.code = code;
    this.detail = detail;
  }
}

/** What was sent does not have the topic's schema. */
export function invalidJson(message: string): EventGridError {
  return new EventGridError(400, 'BadRequest', message, 'InputJsonInvalid');
}

/** `{ error: { code, message, details? } }`; every message ends with the number to quote to support. */
export function errorResponse(error: EventGridError, nowMs: number): SiteResponse {
  const message = `${error.message} Report '${randomUUID()}:0:${new Date(nowMs).toISOString()} (UTC)' when asking for support.`;
  const details = error.detail === undefined ? {} : { details: [{ code: error.detail, message }] };
  return {
    status: error.status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'x-ms-request-id': randomUUID() },
    body: JSON.stringify({ error: { code: error.code, message, ...details } }),
  };
}
