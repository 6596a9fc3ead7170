import type { SiteResponse } from '../network/types.ts';

/** Faults told in one answer. */
const MAX_FAULTS = 10;
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

/** What the Events API says, in its own shape. */
export const eventAnswers = {
  accepted: (dedupKey: string) => answer(202, { status: 'success', message: 'Event processed', dedup_key: dedupKey }),
  invalid: (faults: string[]) =>
    answer(400, { status: 'invalid event', message: 'Event object is invalid', errors: faults.slice(0, MAX_FAULTS) }),
  /** A key of no integration, or of another service region: said in bare words. */
  unknownKey: { status: 400, headers: { 'content-type': 'text/plain' }, body: 'Invalid routing key' },
  throttled: answer(429, {
    status: 'throttle exceeded',
    message: 'Requests for this service are arriving too quickly. Please retry later.',
  }),
  tooLarge: answer(413, { status: 'invalid event', message: 'The event is larger than 512 KB.' }),
  failing: answer(503, { status: 'error', message: 'The event could not be taken. Please retry later.' }),
  nothingHere: answer(404, { status: 'error', message: 'There is nothing at this path.' }),
} as const;

function answer(status: number, body: object): Extract<SiteResponse, { status: number }> {
  return { status, headers: JSON_TYPE, body: JSON.stringify(body) };
}
