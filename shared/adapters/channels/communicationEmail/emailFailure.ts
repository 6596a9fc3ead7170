import type { DeliveryResult } from '../../../alerting/ports.ts';
import { connectionFailure } from '../connectionFailure.ts';
import { retryAfterMs } from '../retryAfter.ts';

/** The parts of an Azure RestError that are used: its message may quote the request. */
interface RestErrorLike {
  statusCode?: unknown;
  code?: unknown;
  response?: { headers?: { get?: (name: string) => string | undefined } };
}

/** What a failed call to Azure Communication Services means. Built from codes only. */
export function emailFailure(error: unknown, timeoutMs: number, nowMs: number): DeliveryResult {
  const { statusCode, code, response } = (typeof error === 'object' && error !== null ? error : {}) as RestErrorLike;
  const ended = endedUnsent(error);
  if (ended !== undefined) return emailOutcomeFailure(ended.status, ended.code);
  if (typeof statusCode !== 'number') {
    return {
      ok: false,
      retry: true,
      message: `Azure Communication Services ${connectionFailure(error, timeoutMs).sentence}.`,
    };
  }
  const seen = `Azure Communication Services answered ${statusCode}${shownCode(code)}`;
  // 409: the first request under this operation id is still being worked on; its own answer follows.
  if (statusCode === 408 || statusCode === 409 || statusCode === 429 || statusCode >= 500) {
    const wait = retryAfterMs(response?.headers?.get?.('retry-after'), nowMs);
    return {
      ok: false,
      retry: true,
      message: `${seen}: ${statusCode === 429 ? 'the sending limit is reached' : 'it could not take the message now'}.`,
      ...(wait === undefined ? {} : { retryAfterMs: wait }),
    };
  }
  if (statusCode === 413)
    return { ok: false, retry: false, tooLarge: true, message: `${seen}: the mail was too large.` };
  return { ok: false, retry: false, message: `${seen}: ${whatToDo(statusCode)}` };
}

/** The SDK's poller throws when the operation ended badly, and tells how only in the words of @azure/core-lro's error. */
function endedUnsent(error: unknown): { status: string; code?: string } | undefined {
  const said = error instanceof Error ? error.message : '';
  if (said === 'Operation was canceled') return { status: 'Canceled' };
  const found = /^The long-running operation has failed(?:\. ([A-Za-z]+)\.)?/.exec(said);
  if (found === null) return undefined;
  return found[1] === undefined ? { status: 'Failed' } : { status: 'Failed', code: found[1] };
}

/** How an accepted mail ended when it was not sent. Repeating it under the same operation id would only give the same answer. */
export function emailOutcomeFailure(status: string, code: unknown): DeliveryResult {
  return {
    ok: false,
    retry: false,
    message: `Azure Communication Services took the mail and then ended with ${/^[A-Za-z]{1,40}$/.test(status) ? status : 'an unknown status'}${shownCode(code)}. Check the recipients’ suppression list and the domain’s verification.`,
  };
}

function shownCode(code: unknown): string {
  return typeof code === 'string' && /^[A-Za-z]{1,60}$/.test(code) ? ` (${code})` : '';
}

function whatToDo(statusCode: number): string {
  if (statusCode === 401 || statusCode === 403) {
    return 'the access key is not, or no longer, valid. Copy the connection string of the resource again into the app setting.';
  }
  if (statusCode === 400) return 'it did not take the mail. Check the addresses in from and to.';
  if (statusCode === 404)
    return 'the sender’s domain is not connected to this resource. Check from, and the connected domains.';
  return 'trying again would not help. Look at the resource’s email logs.';
}
