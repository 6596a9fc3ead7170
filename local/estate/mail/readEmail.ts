import { isJson, isObject, jsonBody } from '../network/jsonBody.ts';
import type { SiteRequest } from '../network/types.ts';
import { type EmailRefusal, emailRefusals } from './emailAnswers.ts';
import type { MailContent } from './mailbox.ts';

export interface ReadEmail {
  /** As far as the body could be read. */
  content?: MailContent;
  refusal?: EmailRefusal;
}

const ADDRESS = /^[^\s@<>]{1,64}@[^\s@<>]+\.[^\s@<>]+$/;
/** "Number of recipients in an e-mail: 50" (Communication Services' service limits). */
const MAX_RECIPIENTS = 50;

type Json = Record<string, unknown>;

/** `EmailMessage` of the REST API (2023-03-31): sender of a linked domain, subject, a text or HTML, recipients. */
export function readEmail({ headers, body }: SiteRequest, linkedDomain: string): ReadEmail {
  if (!isJson(headers)) {
    return { refusal: emailRefusals.wrongBody('The content type is not application/json.') };
  }
  const message = jsonBody(body)?.value;
  if (!isObject(message)) return { refusal: emailRefusals.wrongBody('The body is not a JSON object.') };
  const content = contentOf(message);
  const fault = faultOf(message);
  if (fault !== undefined) return { content, refusal: emailRefusals.wrongBody(fault) };
  if (!ADDRESS.test(content.from)) return { content, refusal: emailRefusals.wrongSender };
  const domain = content.from.slice(content.from.indexOf('@') + 1).toLowerCase();
  return domain === linkedDomain.toLowerCase() ? { content } : { content, refusal: emailRefusals.domainNotLinked };
}

function contentOf(message: Json): MailContent {
  const content = objectOf(message.content);
  const recipients = objectOf(message.recipients);
  const headers = Object.entries(objectOf(message.headers)).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return {
    from: textOf(message.senderAddress),
    to: ['to', 'cc', 'bcc'].flatMap((field) => addressesOf(recipients[field])),
    subject: textOf(content.subject),
    html: textOf(content.html),
    text: textOf(content.plainText),
    headers: Object.fromEntries(headers),
  };
}

function faultOf(message: Json): string | undefined {
  if (typeof message.senderAddress !== 'string') return 'senderAddress: expected an address.';
  const content = objectOf(message.content);
  if (textOf(content.subject) === '') return 'content.subject: expected text.';
  if (textOf(content.html) === '' && textOf(content.plainText) === '') {
    return 'content: expected html or plainText.';
  }
  const recipients = objectOf(message.recipients);
  if (addressesOf(recipients.to).length === 0) return 'recipients.to: expected at least one recipient.';
  const all = ['to', 'cc', 'bcc'].flatMap((field) => addressesOf(recipients[field]));
  if (all.length > MAX_RECIPIENTS) return `recipients: expected at most ${MAX_RECIPIENTS}.`;
  return all.every((address) => ADDRESS.test(address)) ? undefined : 'recipients: expected addresses such as a@b.org.';
}

/** What is no address object counts as an empty address, which is refused as such. */
function addressesOf(list: unknown): string[] {
  return Array.isArray(list) ? list.map((one) => textOf(objectOf(one).address)) : [];
}

function objectOf(value: unknown): Json {
  return isObject(value) ? value : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
