import type { SMTPServerDataStream, SMTPServerEnvelope } from 'smtp-server';
import type { EstateModel } from '../model/types.ts';
import type { Mailbox } from './mailbox.ts';
import { readMail } from './readMail.ts';

/** Replies by mood, with the enhanced codes of RFC 3463: the first two ask for another try, the last does not. */
const MOODS = {
  throttled: [451, '4.7.1 Too many messages, try again later'],
  failing: [451, '4.3.0 Local error in processing, try again later'],
  tooLarge: [552, '5.3.4 Message size exceeds fixed maximum message size'],
} as const;

/** Reads one mail to its end and keeps it, accepted or not; null when it is accepted. Never throws. */
export async function takeMail(
  stream: SMTPServerDataStream,
  envelope: SMTPServerEnvelope,
  { maxBytes, mailbox, model }: { maxBytes: number; mailbox: Mailbox; model: Pick<EstateModel, 'channelState'> },
): Promise<Error | null> {
  try {
    const mail = await readMail(await bytesOf(stream, maxBytes), envelope);
    const state = model.channelState('smtp');
    const mood = state === 'ok' || state === 'silent' ? undefined : MOODS[state];
    const refused = stream.sizeExceeded ? MOODS.tooLarge : mood;
    if (state !== 'silent') mailbox.keep(mail, refused === undefined);
    return refused === undefined ? null : reply(refused[0], refused[1]);
  } catch {
    // The client went away in mid-message, or sent what no parser reads.
    return reply(554, '5.6.0 Message cannot be read');
  }
}

/** The whole stream is read, so that the reply comes when the client expects it; beyond the limit it is not kept. */
async function bytesOf(stream: SMTPServerDataStream, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maxBytes) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** An error that the library turns into this reply. */
export function reply(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
