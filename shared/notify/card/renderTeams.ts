import type { Notice } from '../../alerting/types.ts';
import { composeMessage } from '../composeMessage.ts';
import { jsonBytes } from '../fittingLines.ts';
import { LAG_BEFORE, whyNow } from '../phrases.ts';
import type { Message, MessageContext } from '../types.ts';
import type { AdaptiveCard, CardElement } from './adaptiveCard.ts';
import { alertList } from './alertList.ts';
import { details, heading, quiet } from './details.ts';
import { escapeCardText } from './escapeCardText.ts';
import { LOOKS } from './looks.ts';

/** Cards fail somewhere between 21 and 28 KB, envelope included; by its bounded parts a card of ours stays under this. */
export const CARD_BYTES = 20_000;
/** What Workflows wants around a card. */
const ENVELOPE_BYTES = 200;

/**
 * An Adaptive Card 1.5 for a Teams channel, under 20 KB always: long names are cut visibly, and of a long plan and its commands only as much is
 * shown as fits. `compact` leaves out both, what it means and what to do, for a channel that refused the full card. The titles of the facts
 * are fixed words (see FactTitle), for rules that match on them.
 */
export function renderTeams(notice: Notice, context: MessageContext, { compact }: { compact: boolean }): AdaptiveCard {
  const message = composeMessage(notice, context);
  const body = [
    header(message),
    ...sentence(message),
    facts(message),
    ...trend(message),
    ...whatGeowardenDoes(message),
    ...(compact ? [] : explanation(message)),
  ];
  const card: AdaptiveCard = {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    fallbackText: `${message.label}: ${message.title}. ${message.sentence}`,
    msteams: { width: 'Full' },
    body,
    ...(message.links.length === 0
      ? {}
      : { actions: message.links.map((link) => ({ type: 'Action.OpenUrl' as const, ...link })) }),
  };
  const spareBytes = CARD_BYTES - ENVELOPE_BYTES - jsonBytes(card);
  const alerts = alertList(message, spareBytes, { compact });
  const more = compact ? [] : details(message, spareBytes - jsonBytes(alerts));
  return { ...card, body: [...body, ...alerts, ...more] };
}

function header(message: Message): CardElement {
  const look = LOOKS[message.tone];
  return {
    type: 'Container',
    style: look.box,
    bleed: true,
    items: [
      {
        type: 'TextBlock',
        text: escapeCardText(`${message.label} · ${message.deployment}`),
        wrap: true,
        size: 'Small',
        weight: 'Bolder',
        color: look.text,
      },
      {
        type: 'TextBlock',
        text: escapeCardText(message.title),
        wrap: true,
        size: 'Large',
        weight: 'Bolder',
        spacing: 'None',
        style: 'heading',
      },
      { type: 'TextBlock', text: escapeCardText(message.about), wrap: true, spacing: 'None' },
      ...(message.handedOver === undefined ? [] : [quiet(message.handedOver)]),
    ],
  };
}

function sentence(message: Message): CardElement[] {
  const why = whyNow(message);
  return [
    { type: 'TextBlock', text: escapeCardText(message.sentence), wrap: true, spacing: 'Medium' },
    ...(why === undefined ? [] : [quiet(why)]),
  ];
}

function facts(message: Message): CardElement {
  return {
    type: 'FactSet',
    spacing: 'Medium',
    facts: message.facts.map(({ title, value }) => ({ title, value: escapeCardText(value) })),
  };
}

/** Every character as wide as every other, else the line shows nothing. */
function trend({ trend }: Message): CardElement[] {
  if (trend === undefined) return [];
  return [
    heading(LAG_BEFORE),
    { type: 'TextBlock', text: trend.bars, wrap: true, size: 'Medium', spacing: 'Small', fontType: 'Monospace' },
    quiet(trend.scale),
  ];
}

function whatGeowardenDoes({ decision, willDo }: Message): CardElement[] {
  const text = decision ?? willDo;
  if (text === undefined) return [];
  return [
    heading('What Geowarden does'),
    { type: 'TextBlock', text: escapeCardText(text), wrap: true, spacing: 'Small' },
  ];
}

function explanation(message: Message): CardElement[] {
  return [
    heading('What it means'),
    { type: 'TextBlock', text: escapeCardText(message.meaning), wrap: true, spacing: 'Small' },
    heading('What to do now'),
    // A character, not a Markdown list: it looks the same where Markdown is not rendered.
    ...message.steps.map((step) => ({
      type: 'TextBlock' as const,
      text: message.steps.length === 1 ? escapeCardText(step) : `• ${escapeCardText(step)}`,
      wrap: true as const,
      spacing: 'Small' as const,
    })),
  ];
}
