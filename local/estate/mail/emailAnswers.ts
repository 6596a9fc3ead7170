import type { SiteResponse } from '../network/types.ts';

export interface EmailRefusal {
  status: number;
  code: string;
  message: string;
  headers?: Record<string, string>;
}

/** What the e-mail API refuses, in its own shape; the code is repeated in `x-ms-error-code`. */
export const emailRefusals = {
  denied: refusal(401, 'Denied', 'The request is not signed with an access key of this resource.'),
  noApiVersion: refusal(400, 'MissingApiVersionParameter', "The 'api-version' of the request is missing."),
  wrongApiVersion: refusal(400, 'UnsupportedApiVersion', "The 'api-version' of the request is not supported."),
  noResource: refusal(404, 'NotFound', 'There is nothing at this path.'),
  noOperation: refusal(404, 'OperationNotFound', 'There is no such operation.'),
  wrongOperationId: refusal(400, 'InvalidOperationId', 'The Operation-Id header is not a GUID.'),
  wrongBody: (message: string): EmailRefusal => refusal(400, 'BadRequest', message),
  wrongSender: refusal(400, 'InvalidSenderUserName', 'The sender is no address.'),
  domainNotLinked: refusal(404, 'DomainNotLinked', "The sender's domain is not linked to this resource."),
  throttled: {
    ...refusal(429, 'TooManyRequests', 'More mail than the resource may send just now.'),
    headers: { 'retry-after': '2' },
  },
  tooLarge: refusal(413, 'RequestEntityTooLarge', 'The request is larger than 10 MB.'),
  failing: refusal(500, 'InternalServerError', 'The mail could not be queued.'),
} as const;

function refusal(status: number, code: string, message: string): EmailRefusal {
  return { status, code, message };
}

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };
/** Seconds until a client should ask again; the service says 30 and more. */
const RETRY_AFTER = '1';

export function refusedAnswer({ status, code, message, headers }: EmailRefusal): SiteResponse {
  const body = JSON.stringify({ error: { code, message } });
  return { status, headers: { ...JSON_TYPE, 'x-ms-error-code': code, ...headers }, body };
}

/** 202 with the address of the operation. */
export function accepted(id: string, { origin, search }: URL): SiteResponse {
  return {
    status: 202,
    headers: {
      ...JSON_TYPE,
      'operation-location': `${origin}/emails/operations/${id}${search}`,
      'retry-after': RETRY_AFTER,
    },
    body: JSON.stringify({ id, status: 'Running', error: null }),
  };
}

export function statusAnswer(id: string, status: 'Running' | 'Succeeded'): SiteResponse {
  return {
    status: 200,
    headers: status === 'Running' ? { ...JSON_TYPE, 'retry-after': RETRY_AFTER } : JSON_TYPE,
    body: JSON.stringify({ id, status, error: null }),
  };
}
