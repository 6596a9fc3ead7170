import { alertHead, alertRest, moreOf, THE_ALERTS } from '../phrases.ts';
import type { GroupLine, Message } from '../types.ts';
import type { CardElement } from './adaptiveCard.ts';
import { fitted, heading, quiet } from './details.ts';
import { escapeCardText } from './escapeCardText.ts';
import { LOOKS } from './looks.ts';

/** On the compact card: enough to see what it is about. */
const MOST_COMPACT = 5;

/** Several alerts, as many whole ones as fit, the worst first; the end says how many are not shown. */
export function alertList(message: Message, bytes: number, { compact }: { compact: boolean }): CardElement[] {
  const { alerts, notShown } = message;
  if (alerts.length === 0) return [];
  const lines = (compact ? alerts.slice(0, MOST_COMPACT) : alerts).map(alertElement);
  const { shown } = fitted(lines, bytes);
  const hidden = alerts.length - shown.length + notShown;
  return [heading(THE_ALERTS), ...shown, ...(hidden === 0 ? [] : [quiet(moreOf(hidden))])];
}

function alertElement(line: GroupLine): CardElement {
  return {
    type: 'Container',
    spacing: 'Small',
    items: [
      {
        type: 'TextBlock',
        text: escapeCardText(alertHead(line)),
        wrap: true,
        weight: 'Bolder',
        color: LOOKS[line.tone].text,
      },
      quiet(alertRest(line)),
    ],
  };
}
