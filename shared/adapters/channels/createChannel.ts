import type { NotificationChannel } from '../../alerting/ports.ts';
import type { Channel } from '../../config/types.ts';
import type { ChannelOptions, ReadSecret } from './channelOptions.ts';
import { communicationEmailChannel } from './communicationEmail/communicationEmailChannel.ts';
import { pagerDutyChannel } from './pagerDuty/pagerDutyChannel.ts';
import { slackChannel } from './slack/slackChannel.ts';
import { smtpChannel } from './smtp/smtpChannel.ts';
import { teamsChannel } from './teams/teamsChannel.ts';
import { webhookChannel } from './webhook/webhookChannel.ts';

/**
 * One configured channel. Nothing is read, loaded or connected before the first delivery: a channel's SDK costs nothing while it is silent,
 * and a secret that was rotated is seen by the next message. What it takes over from another channel says so.
 */
export function createChannel(channel: Channel, readSecret: ReadSecret, options: ChannelOptions): NotificationChannel {
  return {
    name: channel.name,
    type: channel.type,
    deliver: (notice, given) => {
      const { insteadOf } = given;
      const context = insteadOf === undefined ? options.context : { ...options.context, insteadOf };
      return senderOf(channel, readSecret, { ...options, context }).deliver(notice, given);
    },
  };
}

function senderOf(channel: Channel, readSecret: ReadSecret, options: ChannelOptions): NotificationChannel {
  switch (channel.type) {
    case 'teams':
      return teamsChannel(channel, readSecret, options);
    case 'smtp':
      return smtpChannel(channel, readSecret, options);
    case 'communicationEmail':
      return communicationEmailChannel(channel, readSecret, options);
    case 'pagerDuty':
      return pagerDutyChannel(channel, readSecret, options);
    case 'slack':
      return slackChannel(channel, readSecret, options);
    case 'webhook':
      return webhookChannel(channel, readSecret, options);
  }
}
