import type { DeliveryResult } from '../../../alerting/ports.ts';
import { withDeadline } from '../../../limits/withDeadline.ts';
import { nodeTimer } from '../../nodeTimer.ts';
import { missingSecret, type ReadSecret } from '../channelOptions.ts';
import { smtpFailure } from './smtpFailure.ts';
import { type SmtpSettings, smtpTransport } from './smtpTransport.ts';

/**
 * Connects, begins TLS and logs in as a delivery would, and sends nothing. Never throws; a failure is told in the words of a delivery's.
 */
export async function checkSmtp(
  channel: SmtpSettings,
  readSecret: ReadSecret,
  timeoutMs: number,
): Promise<DeliveryResult> {
  const password = channel.password === undefined ? undefined : readSecret(channel.password);
  if (channel.password !== undefined && password === undefined) {
    return missingSecret(channel.password, 'the password of the mail account');
  }
  try {
    await withDeadline(nodeTimer, timeoutMs, async (signal) => {
      const transport = await smtpTransport(channel, password, { timeoutMs, signal });
      await transport.verify();
    });
    return {
      ok: true,
      detail: `TLS${channel.user === undefined ? '' : ' and login'} at ${channel.host}:${channel.port}`,
    };
  } catch (error) {
    return smtpFailure(error, timeoutMs);
  }
}
