/** The estate's PagerDuty, Slack and webhook over HTTPS, under their own names. Once per test file. */
import { listenSites } from '../../../local/estate/network/siteListener.ts';
import { createPagerDuty } from '../../../local/estate/pagerDuty/pagerDuty.ts';
import { createSlack } from '../../../local/estate/slack/slack.ts';
import { createWebhook } from '../../../local/estate/webhook/webhook.ts';
import { createChannel } from '../../../shared/adapters/channels/createChannel.ts';
import type { DeliveryResult } from '../../../shared/alerting/ports.ts';
import type { Notice } from '../../../shared/alerting/types.ts';
import type { Channel } from '../../../shared/config/types.ts';
import type { MessageContext } from '../../../shared/notify/types.ts';
import { CONTEXT } from '../../unit/notify/notices.ts';
import { mapNames, trustedAuthority } from './servers.ts';

export type Mood = 'ok' | 'throttled' | 'tooLarge' | 'failing' | 'silent';
export type Hook = 'pagerDuty' | 'slack' | 'webhook';

export const CHANNELS: Record<Hook, Channel> = {
  pagerDuty: { type: 'pagerDuty', name: 'on-call', routingKey: { setting: 'KEY' }, serviceRegion: 'us' },
  slack: { type: 'slack', name: 'ops', url: { setting: 'SLACK' }, allowPrivateAddresses: false },
  webhook: {
    type: 'webhook',
    name: 'tickets',
    url: { setting: 'URL' },
    secret: { setting: 'SECRET' },
    allowPrivateAddresses: false,
  },
};

export interface DeliverOptions {
  compact?: boolean;
  context?: MessageContext;
  entryId?: string;
  insteadOf?: string;
  /** In place of what the settings of that name hold. */
  secrets?: Record<string, string | undefined>;
  channel?: Channel;
}

export async function startHooks() {
  // Everything has happened for long: no limit of rate is met but where a test stops the clock.
  const world: { mood: Mood; nowMs: number } = { mood: 'ok', nowMs: Date.now() };
  const options = { model: { channelState: () => world.mood }, clock: { now: () => world.nowMs } };
  const pagerDuty = createPagerDuty(options);
  const slack = createSlack(options);
  const webhook = createWebhook(options);
  const listener = await listenSites({
    sites: [pagerDuty.site, slack.site, webhook.site],
    fromRegion: 'uksouth',
    certificates: await trustedAuthority(),
    reachability: () => 'open',
  });
  mapNames(listener.names);
  const secrets: Record<string, string> = {
    KEY: pagerDuty.routingKey,
    SLACK: slack.webhookUrl,
    URL: webhook.url,
    SECRET: webhook.secret,
  };

  const deliver = (hook: Hook, notice: Notice, given: DeliverOptions = {}): Promise<DeliveryResult> => {
    world.nowMs += 60_000;
    const settings: Record<string, string | undefined> = { ...secrets, ...given.secrets };
    const channel = createChannel(given.channel ?? CHANNELS[hook], ({ setting }) => settings[setting], {
      timeoutMs: 1_000,
      context: given.context ?? CONTEXT,
    });
    const handedOver = given.insteadOf === undefined ? {} : { insteadOf: given.insteadOf };
    return channel.deliver(notice, {
      compact: given.compact ?? false,
      entryId: given.entryId ?? notice.id,
      ...handedOver,
    });
  };
  return { world, pagerDuty, slack, webhook, secrets, deliver, close: () => listener.close() };
}
