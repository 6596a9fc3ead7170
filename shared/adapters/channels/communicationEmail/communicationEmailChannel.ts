import type { EmailMessage } from '@azure/communication-email';
import type { DeliveryResult, NotificationChannel } from '../../../alerting/ports.ts';
import type { Notice } from '../../../alerting/types.ts';
import type { Channel } from '../../../config/types.ts';
import { withDeadline } from '../../../limits/withDeadline.ts';
import { renderMail } from '../../../notify/mail/renderMail.ts';
import { nodeTimer } from '../../nodeTimer.ts';
import { type ChannelOptions, missingSecret, type ReadSecret } from '../channelOptions.ts';
import { isCommunicationConnectionString } from './connectionString.ts';
import { emailFailure, emailOutcomeFailure } from './emailFailure.ts';
import { operationId } from './operationId.ts';

type EmailSettings = Channel & { type: 'communicationEmail' };

/** Between two questions how the mail fares; an answer's own Retry-After goes before. */
const POLL_MS = 1_000;

/** Mail by Azure Communication Services. A receipt means that Azure sent the mail out, which is more than that it took it. */
export function communicationEmailChannel(
  channel: EmailSettings,
  readSecret: ReadSecret,
  options: ChannelOptions,
): NotificationChannel {
  return {
    name: channel.name,
    type: 'communicationEmail',
    deliver: async (notice, { compact, entryId }): Promise<DeliveryResult> => {
      const connectionString = readSecret(channel.connectionString);
      if (connectionString === undefined) {
        return missingSecret(
          channel.connectionString,
          'the connection string of an Azure Communication Services resource',
        );
      }
      if (!isCommunicationConnectionString(connectionString)) return malformed(channel);
      try {
        return await withDeadline(nodeTimer, options.timeoutMs, (signal) =>
          send(connectionString, mail(channel, notice, options, compact), operationId(entryId), signal),
        );
      } catch (error) {
        return emailFailure(error, options.timeoutMs, Date.now());
      }
    },
  };
}

async function send(
  connectionString: string,
  message: EmailMessage,
  id: string,
  abortSignal: AbortSignal,
): Promise<DeliveryResult> {
  const { EmailClient } = await import('./sdk.ts');
  // The outbox retries, with a bound and a record; retries inside the SDK would be neither counted nor seen.
  const client = new EmailClient(connectionString, { retryOptions: { maxRetries: 0 } });
  const poller = await client.beginSend(message, { operationId: id, updateIntervalInMs: POLL_MS, abortSignal });
  const result = await poller.pollUntilDone({ abortSignal });
  if (result.status === 'Succeeded')
    return { ok: true, detail: `sent by Azure Communication Services, operation ${id} (not proven read)` };
  return emailOutcomeFailure(result.status, result.error?.code);
}

function mail(channel: EmailSettings, notice: Notice, { context }: ChannelOptions, compact: boolean): EmailMessage {
  const { subject, html, text, headers } = renderMail(notice, context);
  return {
    senderAddress: channel.from,
    recipients: { to: channel.to.map((address) => ({ address })) },
    // The text says everything that the HTML says, in a tenth of its size.
    content: compact ? { subject, plainText: text } : { subject, html, plainText: text },
    headers,
    // A picture that reports who opened the mail has no place in an alert.
    disableUserEngagementTracking: true,
  };
}

function malformed(channel: EmailSettings): DeliveryResult {
  return {
    ok: false,
    retry: false,
    message: `The app setting ${channel.connectionString.setting} was expected to hold endpoint=https://…;accesskey=…, but holds something else. Copy the connection string from the resource’s keys.`,
  };
}
