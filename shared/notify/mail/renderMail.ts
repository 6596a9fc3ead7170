import type { Notice } from '../../alerting/types.ts';
import { moreCommands } from '../commandLines.ts';
import { composeMessage } from '../composeMessage.ts';
import { fittingLines } from '../fittingLines.ts';
import { morePlan, oneLine } from '../plainText.ts';
import type { Message, MessageContext } from '../types.ts';
import { mailHtml } from './mailHtml.ts';
import { mailText } from './mailText.ts';

/** As many lines as a person scrolls through. */
const MOST_PLAN_LINES = 60;
const MOST_COMMAND_LINES = 240;

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
  const message = bounded(composeMessage(notice, context));
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

function bounded(message: Message): Message {
  const lines = { sizeOf: () => 1 };
  return {
    ...message,
    plan: fittingLines(message.plan, MOST_PLAN_LINES, { ...lines, more: morePlan }),
    commands: fittingLines(message.commands, MOST_COMMAND_LINES, { ...lines, more: moreCommands }),
  };
}

/** The beginning tells what it is in a list of mails; the databases follow, because they are what is cut off. */
function subject(message: Message): string {
  return oneLine(`[${message.label}] ${message.title}: ${message.about}`, 200);
}
