import PostalMime from 'postal-mime';
import type { SMTPServerEnvelope } from 'smtp-server';
import type { MailContent } from './mailbox.ts';

/** A message as a mail program would show it; sender and recipients are those of the envelope, who really get it. */
export async function readMail(raw: Uint8Array, { mailFrom, rcptTo }: SMTPServerEnvelope): Promise<MailContent> {
  const mail = await PostalMime.parse(raw);
  const headers: Record<string, string> = {};
  for (const { key, value } of mail.headers) headers[key] = value;
  return {
    from: mailFrom === false ? '' : mailFrom.address,
    to: rcptTo.map((recipient) => recipient.address),
    subject: mail.subject ?? '',
    html: mail.html ?? '',
    text: mail.text ?? '',
    headers,
  };
}
