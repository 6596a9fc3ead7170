import { sayDuration } from '../../alerting/spokenTime.ts';
import type { Notice } from '../../alerting/types.ts';
import { oneLine } from '../plainText.ts';
import type { Wording } from '../types.ts';

function meaning({ reason, durationMs }: Notice): string {
  if (reason !== 'resolved') {
    return 'Whoever reads only this channel hears of nothing, and its silence does not mean that all is well. Nothing is lost of the databases by it; what is lost is the time until somebody notices.';
  }
  return `For ${sayDuration(durationMs)} its messages went elsewhere, or nowhere. It takes messages again; what it missed stays in the list of notifications.`;
}

function steps({ reason, subject }: Notice): string[] {
  if (reason === 'resolved')
    return [
      'Read what the channel missed at GET /api/notifications of the Functions app, and tell those who read only it.',
    ];
  return [
    'Do what the sentence above says: an address that was replaced, a workflow that was switched off, a password or a firewall is the usual reason.',
    `Send a test when it is mended: POST /api/notifications/test of the Functions app sends one through every channel, ${oneLine(subject.key, 80)} among them.`,
    'Until then, tell those who read only this channel where its messages go.',
  ];
}

export const channelFailing: Wording = {
  condition: 'ChannelFailing',
  title: {
    first: 'Channel takes no messages',
    resolved: 'Channel takes messages again',
    closed: 'Alert on failing channel is closed',
  },
  meaning,
  steps,
  withoutObjective: true,
  willDo:
    'Geowarden goes on trying the channel with every new message, and hands it to the next channel of the route where there is one.',
};
