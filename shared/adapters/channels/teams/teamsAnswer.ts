import type { DeliveryResult } from '../../../alerting/ports.ts';
import { retryAfterMs } from '../retryAfter.ts';

/** What Workflows answered, as far as it matters. */
export interface TeamsAnswer {
  status: number;
  retryAfter: string | null;
  /** The code in an error body, for example `TriggerInputSchemaMismatch`; never free text. */
  code?: string;
}

/**
 * 202 means that the flow's run was queued; whether the card was posted is never told. A flow that was switched off or lost its owner may
 * answer 202 as well, which is why Teams should not be the only channel.
 */
export function teamsResult({ status, retryAfter, code }: TeamsAnswer, nowMs: number): DeliveryResult {
  if (status === 202) return { ok: true, detail: 'accepted by Teams Workflows (queued, not proven posted)' };
  if (status >= 200 && status < 300)
    return { ok: true, detail: `answered ${status} by the webhook (not proven posted)` };
  const seen = `Teams Workflows answered ${status}${code === undefined ? '' : ` (${code})`}`;
  if (status === 408 || status === 429 || status >= 500) {
    const wait = retryAfterMs(retryAfter, nowMs);
    return {
      ok: false,
      retry: true,
      message: `${seen}: ${status === 429 ? 'too many messages at once' : 'it could not take the message now'}.`,
      ...(wait === undefined ? {} : { retryAfterMs: wait }),
    };
  }
  if (status === 413) return { ok: false, retry: false, tooLarge: true, message: `${seen}: the card was too large.` };
  return { ok: false, retry: false, message: `${seen}: ${whatToDo(status)}` };
}

function whatToDo(status: number): string {
  if (status === 400)
    return 'it did not take the card. Check that the workflow begins with “When a Teams webhook request is received” and posts the card it is given.';
  if (status === 401 || status === 403)
    return 'the signature in the address is not, or no longer, valid. Copy the address from the workflow again into the app setting.';
  if (status === 404 || status === 410)
    return 'there is no such workflow. It was deleted or switched off, or its owner left: create it again and put its address into the app setting.';
  if (status >= 300 && status < 400)
    return 'it points to another address, which is not followed because the address is a secret. Put the final address into the app setting.';
  return 'trying again would not help. Look at the runs of the workflow in Power Automate.';
}
