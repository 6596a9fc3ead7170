import type { Notice } from '../../alerting/types.ts';
import { composeMessage } from '../composeMessage.ts';
import { oneLine } from '../plainText.ts';
import type { Message, MessageContext } from '../types.ts';
import { mailHtml } from './mailHtml.ts';
import { mailText } from './mailText.ts';

export interface RenderedMail {
  subject: string;
  html: string;
  text: string;
  /** For mail rules: fixed words, ASCII. */
  headers: {
    'X-Geowarden-Condition': string;
    'X-Geowarden-Reason': string;
    'X-Geowarden-Notice': string;
  };
}

/** A mail whose two parts say the same. No part of it can hold a line break that would start a header. */
export function renderMail(notice: Notice, context: MessageContext): RenderedMail {
  const message = composeMessage(notice, context);
  return {
    subject: subject(message),
    html: mailHtml(message),
    text: mailText(message),
    headers: {
      'X-Geowarden-Condition': notice.test ? 'none' : notice.condition,
      'X-Geowarden-Reason': notice.test ? 'test' : notice.reason,
      'X-Geowarden-Notice': oneLine(notice.id.replace(/[^\x21-\x7e]/g, ''), 64),
    },
  };
}

/** The beginning tells what it is in a list of mails; the databases follow, because they are what is cut off. */
function subject(message: Message): string {
  return oneLine(`[${message.label}] ${message.title}: ${message.about}`, 200);
}
