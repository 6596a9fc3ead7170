import type { SiteResponse } from '../network/types.ts';

export interface Refusal {
  status: number;
  code: string;
  message: string;
  headers?: Record<string, string>;
}

/** Faults told in one answer. */
const MAX_FAULTS = 10;

/** What a Workflows trigger refuses, in the shape of Azure's errors. */
export const refusals = {
  noWorkflow: refusal(404, 'WorkflowNotFound', 'There is no such workflow.'),
  noApiVersion: refusal(
    400,
    'InvalidApiVersionParameter',
    "The 'api-version' of the request is missing or not supported.",
  ),
  noSignature: refusal(401, 'DirectApiAuthorizationRequired', 'The request carries no shared access signature.'),
  wrongSignature: refusal(401, 'AuthorizationFailed', 'The shared access signature of the request is not valid.'),
  notPosted: {
    ...refusal(405, 'TriggerRequestMethodNotValid', 'The trigger takes POST only.'),
    headers: { allow: 'POST' },
  },
  notJson: refusal(415, 'UnsupportedMediaType', 'The trigger takes application/json only.'),
  malformed: refusal(400, 'InvalidRequestContent', 'The body of the request is not JSON.'),
  wrongCard: (faults: string[]): Refusal =>
    refusal(400, 'TriggerInputSchemaMismatch', faults.slice(0, MAX_FAULTS).join('; ')),
  tooLarge: refusal(413, 'RequestEntityTooLarge', 'The message is larger than 28 KB.'),
  tooMany: {
    ...refusal(429, 'TooManyRequests', 'More than four requests in one second.'),
    headers: { 'retry-after': '1' },
  },
  throttled: { ...refusal(429, 'TooManyRequests', 'The channel is throttled.'), headers: { 'retry-after': '2' } },
  failing: refusal(500, 'InternalServerError', 'The workflow could not be started.'),
} as const;

function refusal(status: number, code: string, message: string): Refusal {
  return { status, code, message };
}

/** 202 with nothing in it, or the refusal as JSON. */
export function answer(refused: Refusal | undefined): SiteResponse {
  if (refused === undefined) return { status: 202, body: '' };
  const { status, code, message, headers } = refused;
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify({ error: { code, message } }),
  };
}
