import type { Heartbeat, HeartbeatSignal } from '../../alerting/heartbeat.ts';
import type { SecretReference } from '../../config/types.ts';
import { withDeadline } from '../../limits/withDeadline.ts';
import { nodeTimer } from '../nodeTimer.ts';
import type { ReadSecret } from './channelOptions.ts';
import { connectionFailure } from './connectionFailure.ts';
import { type PostAnswer, post } from './post.ts';
import { checkWebhookAddress } from './webhookAddress.ts';

const WHAT = 'a heartbeat check';
/** Ten kilobytes of a body are kept there (healthchecks.io, "Pinging API"); ours says one sentence. */
const LONGEST_REASON = 1_000;

/**
 * Signs of life as healthchecks.io takes them: the address itself for success, `/start` and `/fail` below it. The address may be one of a
 * private network, where many keep such a service of their own; it never appears in a result, and a redirect is not followed.
 */
export function createHeartbeat(
  reference: SecretReference,
  readSecret: ReadSecret,
  { timeoutMs }: { timeoutMs: number },
): Heartbeat {
  return {
    async ping(signal, reason = '') {
      const secret = readSecret(reference);
      if (secret === undefined)
        return no(`The app setting ${reference.setting} was expected to hold the address of ${WHAT}, and is missing`);
      const checked = checkWebhookAddress(secret, WHAT, true);
      if (!checked.ok) return { ok: false, message: checked.fault };
      const url = addressOf(checked.url, signal);
      const headers = { 'content-type': 'text/plain; charset=utf-8' };
      const body = reason.slice(0, LONGEST_REASON);
      try {
        const answer = await withDeadline(nodeTimer, timeoutMs, (aborted) =>
          post(url, { headers, body, signal: aborted, readsAll: true }),
        );
        return judge(answer);
      } catch (error) {
        return no(`The heartbeat check ${connectionFailure(error, timeoutMs).sentence}`);
      }
    },
  };
}

function addressOf(url: URL, signal: HeartbeatSignal): URL {
  if (signal === 'success') return url;
  const address = new URL(url);
  address.pathname = `${url.pathname.replace(/\/+$/, '')}/${signal}`;
  return address;
}

/** A check that was deleted is answered with 404, or with 200 and a word in brackets ("OK (not found)"): nobody would be alerted. */
function judge({ status, errorBody }: PostAnswer): Awaited<ReturnType<Heartbeat['ping']>> {
  const isGone = status === 404 || status === 410 || (status === 200 && /^ok \(not found\)/i.test(errorBody));
  if (isGone)
    return no(`The heartbeat check answered ${status}: there is no such check any more. Copy its address again`);
  if (status >= 200 && status < 300) return { ok: true };
  if (status >= 300 && status < 400)
    return no(
      `The heartbeat check answered ${status}: it points to another address, which is not followed. Put the final address into the app setting`,
    );
  return no(
    `The heartbeat check answered ${status}, and was expected to answer 200. It is asked again after the next sweep`,
  );
}

function no(sentence: string): { ok: false; message: string } {
  return { ok: false, message: `${sentence}. While it hears nothing, it alerts people that Geowarden is silent.` };
}
