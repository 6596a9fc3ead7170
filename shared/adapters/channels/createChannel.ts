import type { DeliveryResult, NotificationChannel } from '../../alerting/ports.ts';
import type { Channel } from '../../config/types.ts';
import type { ChannelOptions, ReadSecret } from './channelOptions.ts';
import { communicationEmailChannel } from './communicationEmail/communicationEmailChannel.ts';
import { smtpChannel } from './smtp/smtpChannel.ts';
import { teamsChannel } from './teams/teamsChannel.ts';

const NOT_YET: DeliveryResult = { ok: false, retry: false, message: 'This kind of channel is not built yet.' };

/**
 * One configured channel. Nothing is read, loaded or connected before the first delivery: a channel's SDK costs nothing while it is silent,
 * and a secret that was rotated is seen by the next message.
 */
export function createChannel(channel: Channel, readSecret: ReadSecret, options: ChannelOptions): NotificationChannel {
  switch (channel.type) {
    case 'teams':
      return teamsChannel(channel, readSecret, options);
    case 'smtp':
      return smtpChannel(channel, readSecret, options);
    case 'communicationEmail':
      return communicationEmailChannel(channel, readSecret, options);
    case 'pagerDuty':
    case 'slack':
    case 'webhook':
      return { name: channel.name, type: channel.type, deliver: async () => NOT_YET };
  }
}
