/** A storage queue message as a trigger's value. */
import { randomUUID } from 'node:crypto';
import type { QueueOptions } from '../hostJson.ts';
import type { RpcTypedData } from '../worker/types.ts';

export interface MessageFacts {
  dequeueCount: number;
  messageId?: string;
  popReceipt?: string;
  insertedOn?: Date;
  expiresOn?: Date;
  nextVisibleOn?: Date;
}

/** Thrown when a message is not in the encoding that host.json announces. */
export class MessageEncodingError extends Error {
  override name = 'MessageEncodingError';
}

/** The text within a message. @throws MessageEncodingError for one that is not base64, where base64 is expected. */
export function decodeMessage(text: string, encoding: QueueOptions['messageEncoding']): string {
  if (encoding === 'none') return text;
  const bare = text.replace(/\s/g, '');
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(bare)) {
    throw new MessageEncodingError(
      'The message is no base64; send it encoded, or set extensions.queues.messageEncoding to "none" in host.json.',
    );
  }
  return Buffer.from(bare, 'base64').toString('utf8');
}

/** The trigger's metadata: the names the host gives, which the library turns to camel case. */
export function queueMetadata(text: string, facts: MessageFacts): Record<string, RpcTypedData> {
  const date = (value: Date | undefined) => ({ json: JSON.stringify(value ?? new Date()) });
  return {
    QueueTrigger: { string: text },
    DequeueCount: { int: facts.dequeueCount },
    Id: { string: facts.messageId ?? randomUUID() },
    PopReceipt: { string: facts.popReceipt ?? '' },
    InsertionTime: date(facts.insertedOn),
    ExpirationTime: date(facts.expiresOn),
    NextVisibleTime: date(facts.nextVisibleOn),
  };
}
