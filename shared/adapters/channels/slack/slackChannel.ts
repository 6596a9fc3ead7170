import type { DeliveryResult, NotificationChannel } from '../../../alerting/ports.ts';
import type { Channel } from '../../../config/types.ts';
import { renderSlack } from '../../../notify/slack/renderSlack.ts';
import { type ChannelOptions, missingSecret, type ReadSecret } from '../channelOptions.ts';
import type { PostAnswer } from '../post.ts';
import { type ReceiverWords, sendMessage } from '../sendMessage.ts';
import { checkWebhookAddress } from '../webhookAddress.ts';

export const SLACK_ADDRESS = 'a Slack webhook';

/** A channel behind an incoming webhook of Slack, or of what takes the same messages. The address never appears in a result. */
export function slackChannel(
  channel: Channel & { type: 'slack' },
  readSecret: ReadSecret,
  { timeoutMs, context }: ChannelOptions,
): NotificationChannel {
  const { allowPrivateAddresses } = channel;
  return {
    name: channel.name,
    type: 'slack',
    deliver: async (notice, { compact }): Promise<DeliveryResult> => {
      const secret = readSecret(channel.url);
      if (secret === undefined) return missingSecret(channel.url, `the address of ${SLACK_ADDRESS}`);
      const checked = checkWebhookAddress(secret, SLACK_ADDRESS, allowPrivateAddresses);
      if (!checked.ok) return { ok: false, retry: false, message: checked.fault };
      const body = JSON.stringify(renderSlack(notice, context, { compact }));
      return sendMessage({ url: checked.url, body, timeoutMs, allowPrivateAddresses }, WORDS);
    },
  };
}

const WORDS: ReceiverWords = {
  receiver: 'The Slack webhook',
  accepted: () => 'accepted by the Slack webhook',
  refused,
};

/** What Slack says of a message that its undocumented limits refuse; the compact one has no blocks. */
const TOO_MUCH = new Set(['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long', 'msg_too_long']);

function refused({ status, errorBody }: PostAnswer): ReturnType<ReceiverWords['refused']> {
  const text = errorBody.trim();
  // Slack answers with one word; anything else may quote the request.
  const code = /^[a-z_]{1,40}$/.test(text) ? text : undefined;
  const said = code === undefined ? {} : { code };
  if (code !== undefined && TOO_MUCH.has(code)) return { ...said, tooLarge: true, advice: '' };
  return { ...said, advice: whatToDo(status) };
}

function whatToDo(status: number): string {
  if (status === 400) return 'it did not take the message. Check that the address takes Slack’s incoming webhooks.';
  if (status === 401 || status === 403)
    return 'the address is not, or no longer, allowed to post. Make a new webhook and put its address into the app setting.';
  if (status === 404 || status === 410)
    return 'there is no such webhook, or its channel was deleted or archived. Make a new one and put its address into the app setting.';
  return 'trying again would not help. Look at the webhook’s app in Slack.';
}
