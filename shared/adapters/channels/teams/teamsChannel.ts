import type { DeliveryResult, NotificationChannel } from '../../../alerting/ports.ts';
import type { Channel } from '../../../config/types.ts';
import type { AdaptiveCard } from '../../../notify/card/adaptiveCard.ts';
import { renderTeams } from '../../../notify/card/renderTeams.ts';
import { type ChannelOptions, missingSecret, type ReadSecret } from '../channelOptions.ts';
import type { PostAnswer } from '../post.ts';
import { type ReceiverWords, sendMessage } from '../sendMessage.ts';
import { checkWorkflowsUrl } from './workflowsUrl.ts';

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
      const result = await sendMessage({ url: checked.url, body, timeoutMs, allowPrivateAddresses: true }, WORDS);
      return result.ok && checked.warning !== undefined
        ? { ok: true, detail: `${result.detail}; ${checked.warning}` }
        : result;
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

const WORDS: ReceiverWords = { receiver: 'Teams Workflows', accepted, refused };

/**
 * 202 means that the flow's run was queued; whether the card was posted is never told. A flow that was switched off or lost its owner may
 * answer 202 as well, which is why Teams should not be the only channel.
 */
function accepted(status: number): string {
  return status === 202
    ? 'accepted by Teams Workflows (queued, not proven posted)'
    : `answered ${status} by the webhook (not proven posted)`;
}

function refused({ status, errorBody }: PostAnswer): ReturnType<ReceiverWords['refused']> {
  const code = errorCode(errorBody);
  return { ...(code === undefined ? {} : { code }), advice: whatToDo(status) };
}

/** Only `error.code` of the body, for example `TriggerInputSchemaMismatch`, and only when it looks like one: a body may quote the request. */
function errorCode(errorBody: string): string | undefined {
  try {
    const code: unknown = (JSON.parse(errorBody) as { error?: { code?: unknown } }).error?.code;
    return typeof code === 'string' && /^[A-Za-z]{1,60}$/.test(code) ? code : undefined;
  } catch {
    return undefined;
  }
}

function whatToDo(status: number): string {
  if (status === 400)
    return 'it did not take the card. Check that the workflow begins with “When a Teams webhook request is received” and posts the card it is given.';
  if (status === 401 || status === 403)
    return 'the signature in the address is not, or no longer, valid. Copy the address from the workflow again into the app setting.';
  if (status === 404 || status === 410)
    return 'there is no such workflow. It was deleted or switched off, or its owner left: create it again and put its address into the app setting.';
  return 'trying again would not help. Look at the runs of the workflow in Power Automate.';
}
