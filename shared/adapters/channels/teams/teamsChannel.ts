import type { DeliveryResult, NotificationChannel } from '../../../alerting/ports.ts';
import type { Channel } from '../../../config/types.ts';
import { withDeadline } from '../../../limits/withDeadline.ts';
import type { AdaptiveCard } from '../../../notify/card/adaptiveCard.ts';
import { renderTeams } from '../../../notify/card/renderTeams.ts';
import { nodeTimer } from '../../nodeTimer.ts';
import { type ChannelOptions, missingSecret, type ReadSecret } from '../channelOptions.ts';
import { connectionFailure } from '../connectionFailure.ts';
import { type TeamsAnswer, teamsResult } from './teamsAnswer.ts';
import { checkWorkflowsUrl } from './workflowsUrl.ts';

/** An error body is read up to here: enough for its code, too little to hold us up. */
const ERROR_BODY_BYTES = 8_192;

/** A Teams channel or chat behind a Workflows webhook. The address never appears in a result. */
export function teamsChannel(
  channel: Channel & { type: 'teams' },
  readSecret: ReadSecret,
  { timeoutMs, context }: ChannelOptions,
): NotificationChannel {
  return {
    name: channel.name,
    type: 'teams',
    deliver: async (notice, { compact }): Promise<DeliveryResult> => {
      const secret = readSecret(channel.url);
      if (secret === undefined) return missingSecret(channel.url, 'the address of a Teams workflow');
      const checked = checkWorkflowsUrl(secret);
      if (!checked.ok) return { ok: false, retry: false, message: checked.fault };
      const body = JSON.stringify(envelope(renderTeams(notice, context, { compact })));
      try {
        const answer = await withDeadline(nodeTimer, timeoutMs, (signal) => post(checked.url, body, signal));
        const result = teamsResult(answer, Date.now());
        return result.ok && checked.warning !== undefined
          ? { ok: true, detail: `${result.detail}; ${checked.warning}` }
          : result;
      } catch (error) {
        return { ok: false, retry: true, message: `Teams Workflows ${connectionFailure(error, timeoutMs).sentence}.` };
      }
    },
  };
}

/** The message that the trigger “When a Teams webhook request is received” takes. */
function envelope(card: AdaptiveCard) {
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: card }],
  };
}

async function post(url: URL, body: string, signal: AbortSignal): Promise<TeamsAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body,
    // The address is a secret: it is not handed to wherever an answer points.
    redirect: 'manual',
    signal,
  });
  const code = response.status >= 400 ? await errorCode(response) : undefined;
  await response.body?.cancel().catch(() => undefined);
  const answer = { status: response.status, retryAfter: response.headers.get('retry-after') };
  return code === undefined ? answer : { ...answer, code };
}

/** Only `error.code` of the body, and only when it looks like one: a body may quote the request. */
async function errorCode(response: Response): Promise<string | undefined> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > ERROR_BODY_BYTES) return undefined;
  }
  try {
    const code: unknown = (JSON.parse(text) as { error?: { code?: unknown } }).error?.code;
    return typeof code === 'string' && /^[A-Za-z]{1,60}$/.test(code) ? code : undefined;
  } catch {
    return undefined;
  }
}
