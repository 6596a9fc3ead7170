import type { DeliveryResult, NotificationChannel } from '../../../alerting/ports.ts';
import type { Channel } from '../../../config/types.ts';
import { renderPagerDuty } from '../../../notify/pagerDuty/renderPagerDuty.ts';
import { type ChannelOptions, missingSecret, type ReadSecret } from '../channelOptions.ts';
import type { PostAnswer } from '../post.ts';
import { type ReceiverWords, sendMessage } from '../sendMessage.ts';
import { isRoutingKey } from './routingKey.ts';

type PagerDuty = Channel & { type: 'pagerDuty' };

/** Events API v2, by the account's service region (PagerDuty's documentation of service regions). */
const ENDPOINTS: Record<PagerDuty['serviceRegion'], string> = {
  us: 'https://events.pagerduty.com/v2/enqueue',
  eu: 'https://events.eu.pagerduty.com/v2/enqueue',
};

/** Alerts as incidents of a PagerDuty service: opened, added to, acknowledged and resolved under one key. */
export function pagerDutyChannel(
  channel: PagerDuty,
  readSecret: ReadSecret,
  { timeoutMs, context }: ChannelOptions,
): NotificationChannel {
  return {
    name: channel.name,
    type: 'pagerDuty',
    deliver: async (notice, { compact }): Promise<DeliveryResult> => {
      const secret = readSecret(channel.routingKey);
      if (secret === undefined) return missingSecret(channel.routingKey, 'the routing key of a PagerDuty integration');
      if (!isRoutingKey(secret)) return { ok: false, retry: false, message: NOT_A_KEY };
      const event = renderPagerDuty(notice, context, { compact });
      const body = JSON.stringify({ routing_key: secret.trim(), ...event });
      const url = new URL(ENDPOINTS[channel.serviceRegion]);
      return sendMessage({ url, body, timeoutMs, allowPrivateAddresses: true }, words(event.event_action));
    },
  };
}

const NOT_A_KEY =
  'The app setting was expected to hold a routing key of 32 letters and digits, but holds something else. Copy the integration key of an Events API v2 integration from the service in PagerDuty.';

function words(action: string): ReceiverWords {
  const accepted = () => `accepted by PagerDuty (${action}; queued, not proven shown)`;
  return { receiver: 'PagerDuty', accepted, refused };
}

/** Only whether the key is to blame is taken from the body: it may quote the event. */
function refused({ status, errorBody }: PostAnswer): { advice: string } {
  if (status !== 400 && status !== 403 && status !== 404)
    return { advice: 'trying again would not help. Look at the status of PagerDuty’s Events API.' };
  if (status !== 400 || /routing.?key/i.test(errorBody))
    return {
      advice:
        'it does not know the routing key. Check that it is the integration key of an Events API v2 integration, and that serviceRegion is the account’s.',
    };
  return { advice: 'it did not take the event, which is a defect of Geowarden. Please report it.' };
}
