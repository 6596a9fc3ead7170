import type { Finding } from '../types.ts';
import type { ChannelCondition } from './definition.ts';

/** A message used up its tries, and the channel has delivered none since. The others tell of it. */
export const channelFailing: ChannelCondition = {
  name: 'ChannelFailing',
  subject: 'channel',
  holdsWhen: 'A channel took a message in none of its tries, and has delivered none since.',
  defaults: { severity: 'error', for: '0s', resolve: '0s' },
  find: ({ channel, failing }): Finding =>
    failing === undefined
      ? { is: 'false', sentence: `The channel ${channel} delivers messages again.` }
      : {
          is: 'true',
          sinceMs: failing.sinceMs,
          sentence: `The channel ${channel} does not deliver: whoever reads only there hears nothing. ${failing.lastError}`,
        },
};
