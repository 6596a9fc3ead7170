import type { DeliveryResult, NotificationChannel } from '../../../alerting/ports.ts';
import type { Channel } from '../../../config/types.ts';
import { renderWebhook } from '../../../notify/webhook/renderWebhook.ts';
import { type ChannelOptions, missingSecret, type ReadSecret } from '../channelOptions.ts';
import type { PostAnswer } from '../post.ts';
import { type ReceiverWords, sendMessage } from '../sendMessage.ts';
import { checkWebhookAddress } from '../webhookAddress.ts';
import { signWebhook, webhookKey } from './signWebhook.ts';

export const WEBHOOK_ADDRESS = 'a webhook';

/** A program of yours, told with a signature by which it knows who speaks (Standard Webhooks). docs/webhook.md has the body. */
export function webhookChannel(
  channel: Channel & { type: 'webhook' },
  readSecret: ReadSecret,
  { timeoutMs, context }: ChannelOptions,
): NotificationChannel {
  const { allowPrivateAddresses } = channel;
  return {
    name: channel.name,
    type: 'webhook',
    deliver: async (notice, { compact, entryId }): Promise<DeliveryResult> => {
      const address = readSecret(channel.url);
      if (address === undefined) return missingSecret(channel.url, `the address of ${WEBHOOK_ADDRESS}`);
      const secret = readSecret(channel.secret);
      if (secret === undefined) return missingSecret(channel.secret, 'the signing secret of a webhook');
      const checked = checkWebhookAddress(address, WEBHOOK_ADDRESS, allowPrivateAddresses);
      if (!checked.ok) return { ok: false, retry: false, message: checked.fault };
      const key = webhookKey(secret);
      if (key === undefined) return { ok: false, retry: false, message: NOT_A_SECRET };
      const body = JSON.stringify(renderWebhook(notice, context, { compact }));
      const headers = signWebhook(key, { id: entryId, nowMs: Date.now(), body });
      return sendMessage({ url: checked.url, headers, body, timeoutMs, allowPrivateAddresses }, WORDS);
    },
  };
}

const NOT_A_SECRET =
  'The app setting was expected to hold a signing secret, whsec_ and the base64 of 24 to 64 bytes, but holds something else. Make one with: echo "whsec_$(openssl rand -base64 32)".';

const WORDS: ReceiverWords = { receiver: 'The webhook', accepted: () => 'accepted by the webhook', refused };

function refused({ status }: PostAnswer): { advice: string } {
  if (status === 410)
    return {
      advice: 'it wants no more messages. Remove the channel from the configuration, or give it a new address.',
    };
  if (status === 401 || status === 403)
    return {
      advice: 'it did not accept the signature. Check that both sides hold the same secret and the right time.',
    };
  if (status === 404) return { advice: 'there is nothing at its address. Put the right address into the app setting.' };
  return { advice: 'it did not take the message. Look at the log of the receiver.' };
}
