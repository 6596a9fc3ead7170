import { isObject } from '../network/jsonBody.ts';
import { cardFaults } from './checkCard.ts';

const CARD_TYPE = 'application/vnd.microsoft.card.adaptive';

export interface CheckedEnvelope {
  faults: string[];
  /** The card as far as there is one: a refused one is shown as well. */
  card: Record<string, unknown>;
}

/** The body that the Workflows trigger "When a Teams webhook request is received" takes: a message with one Adaptive Card. */
export function checkEnvelope(body: unknown): CheckedEnvelope {
  if (!isObject(body)) return { faults: ['body: expected an object with type and attachments'], card: {} };
  const attachments = body.attachments;
  const first: unknown = Array.isArray(attachments) ? attachments[0] : undefined;
  const content: unknown = isObject(first) ? first.content : undefined;
  const card = isObject(content) ? content : {};
  const faults: string[] = [];
  if (body.type !== 'message') faults.push("type: expected 'message'");
  if (!Array.isArray(attachments) || attachments.length === 0) {
    return { faults: [...faults, 'attachments: expected a list with a card'], card };
  }
  for (const [index, attachment] of attachments.entries()) {
    faults.push(...attachmentFaults(attachment).map((fault) => `attachments[${index}].${fault}`));
  }
  return { faults, card };
}

function attachmentFaults(attachment: unknown): string[] {
  if (!isObject(attachment)) return ['contentType: expected an attachment, saw no object'];
  const faults: string[] = [];
  if (attachment.contentType !== CARD_TYPE) faults.push(`contentType: expected '${CARD_TYPE}'`);
  const contentUrl = attachment.contentUrl;
  if (contentUrl !== undefined && contentUrl !== null) faults.push('contentUrl: expected null, the card is in content');
  return [...faults, ...cardFaults(attachment.content).map((fault) => `content.${fault}`)];
}
