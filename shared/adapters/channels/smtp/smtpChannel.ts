import { outboxEntryId } from '../../../alerting/noticeId.ts';
import type { DeliveryResult, NotificationChannel } from '../../../alerting/ports.ts';
import type { Notice } from '../../../alerting/types.ts';
import { withDeadline } from '../../../limits/withDeadline.ts';
import { renderMail } from '../../../notify/mail/renderMail.ts';
import { nodeTimer } from '../../nodeTimer.ts';
import { type ChannelOptions, missingSecret, type ReadSecret } from '../channelOptions.ts';
import { smtpFailure } from './smtpFailure.ts';
import { type SmtpSettings, smtpTransport } from './smtpTransport.ts';

/** Mail by SMTP, one connection per message, never without TLS. */
export function smtpChannel(
  channel: SmtpSettings,
  readSecret: ReadSecret,
  options: ChannelOptions,
): NotificationChannel {
  return {
    name: channel.name,
    type: 'smtp',
    deliver: async (notice, { compact, entryId }): Promise<DeliveryResult> => {
      const password = channel.password === undefined ? undefined : readSecret(channel.password);
      if (channel.password !== undefined && password === undefined) {
        return missingSecret(channel.password, 'the password of the mail account');
      }
      try {
        return await withDeadline(nodeTimer, options.timeoutMs, (signal) =>
          send({ channel, password, options, notice, compact, entryId, signal }),
        );
      } catch (error) {
        return smtpFailure(error, options.timeoutMs);
      }
    },
  };
}

async function send(input: {
  channel: SmtpSettings;
  password: string | undefined;
  options: ChannelOptions;
  notice: Notice;
  compact: boolean;
  entryId: string;
  signal: AbortSignal;
}): Promise<DeliveryResult> {
  const { channel, password, options, notice, compact, entryId, signal } = input;
  const transport = await smtpTransport(channel, password, { timeoutMs: options.timeoutMs, signal });
  const { subject, html, text, headers } = renderMail(notice, options.context);
  const sent = await transport.sendMail({
    from: channel.from,
    to: channel.to,
    subject,
    // The text says everything that the HTML says, in a tenth of its size.
    ...(compact ? {} : { html }),
    text,
    headers,
    messageId: messageId(entryId, channel.from),
    ...thread(notice, channel),
    signal,
  });
  return { ok: true, detail: receipt(sent.accepted.length, channel.to.length) };
}

/** Made from the entry, so that a duplicate after a crash bears the same id and mail systems can drop it. */
function messageId(entryId: string, from: string): string {
  const domain = /@([A-Za-z0-9.-]+)>?\s*$/.exec(from)?.[1] ?? 'geowarden.invalid';
  return `<${entryId}@${domain}>`;
}

/** The closing message appears under the one it closes. */
function thread(notice: Notice, channel: SmtpSettings): { inReplyTo?: string; references?: string } {
  if (notice.follows === undefined) return {};
  const first = messageId(outboxEntryId(notice.follows, channel.name), channel.from);
  return { inReplyTo: first, references: first };
}

function receipt(accepted: number, asked: number): string {
  const some =
    accepted < asked ? `; it refused ${asked - accepted} of ${asked} recipients: check the addresses in to` : '';
  return `accepted by the mail server (not proven read)${some}`;
}
