import type { DeliveryResult } from '../../alerting/ports.ts';
import { withDeadline } from '../../limits/withDeadline.ts';
import { nodeTimer } from '../nodeTimer.ts';
import { codeOf, connectionFailure } from './connectionFailure.ts';
import { type PostAnswer, post } from './post.ts';
import { PRIVATE_ADDRESS, publicLookup } from './publicAddress.ts';
import { retryAfterMs } from './retryAfter.ts';

export interface OutgoingMessage {
  url: URL;
  headers?: Readonly<Record<string, string>>;
  body: string;
  timeoutMs: number;
  allowPrivateAddresses: boolean;
}

/** How one receiver's answers read. Nothing here may hold an address or a secret. */
export interface ReceiverWords {
  /** `Slack`. */
  receiver: string;
  /** What the receipt says: no more than the answer does. */
  accepted(status: number): string;
  /** What a refusal means and what to do about it; `tooLarge` asks for the compact rendering. */
  refused(answer: PostAnswer): { code?: string; tooLarge?: boolean; advice: string };
}

/** Sends once. 408, 429 and 5xx are worth another try, after the time that was asked for; whatever else is refused is not. */
export async function sendMessage(message: OutgoingMessage, words: ReceiverWords): Promise<DeliveryResult> {
  const { url, headers = {}, body, timeoutMs, allowPrivateAddresses } = message;
  const guard = allowPrivateAddresses ? {} : { lookup: publicLookup() };
  try {
    const answer = await withDeadline(nodeTimer, timeoutMs, (signal) => post(url, { headers, body, signal, ...guard }));
    return judge(answer, words, Date.now());
  } catch (error) {
    if (codeOf(error) === PRIVATE_ADDRESS) return { ok: false, retry: false, message: leadsInside(words.receiver) };
    const { sentence } = connectionFailure(error, timeoutMs);
    return { ok: false, retry: true, message: `${words.receiver} ${sentence}.` };
  }
}

function judge(answer: PostAnswer, words: ReceiverWords, nowMs: number): DeliveryResult {
  const { status, retryAfter } = answer;
  if (status >= 200 && status < 300) return { ok: true, detail: words.accepted(status) };
  const { code, tooLarge, advice } = words.refused(answer);
  const seen = `${words.receiver} answered ${status}${code === undefined ? '' : ` (${code})`}`;
  if (status === 408 || status === 429 || status >= 500) {
    const wait = retryAfterMs(retryAfter, nowMs);
    return {
      ok: false,
      retry: true,
      message: `${seen}: ${status === 429 ? 'too many messages at once' : 'it could not take the message now'}.`,
      ...(wait === undefined ? {} : { retryAfterMs: wait }),
    };
  }
  if (status === 413 || tooLarge)
    return { ok: false, retry: false, tooLarge: true, message: `${seen}: the message was too large.` };
  const meaning =
    status >= 300 && status < 400
      ? 'it points to another address, which is not followed. Put the final address into the app setting.'
      : advice;
  return { ok: false, retry: false, message: `${seen}: ${meaning}` };
}

function leadsInside(receiver: string): string {
  return `${receiver} was not asked, because its name leads into a private network. If that is meant, set allowPrivateAddresses for the channel.`;
}
