/** Every message there is, in sheets that a person can look at: each a picture for Teams and one for the mail. */
import { CONDITIONS, type Notice, OUTAGE_CONDITIONS } from '../../../shared/alerting/types.ts';
import { conditionNotices } from './conditionNotices.ts';
import { type GoldenMessage, goldenMessages } from './goldenMessages.ts';
import { CONTEXT } from './notices.ts';

/** The pictures stay small enough to be looked at. */
const MOST_ON_A_SHEET = 14;

export interface MessageSheet {
  name: string;
  messages: GoldenMessage[];
}

const ORDER: readonly string[] = [...CONDITIONS, ...OUTAGE_CONDITIONS];

function named(notice: Notice): GoldenMessage {
  return { name: `${notice.condition}.${notice.reason}`, notice, context: CONTEXT };
}

/** One alert on its own by its condition; outages; and what is told together, again, of a channel or to try it. */
export function messageSheets(): MessageSheet[] {
  const golden = goldenMessages();
  const isOutage = ({ notice }: GoldenMessage) => OUTAGE_CONDITIONS.some((name) => name === notice.condition);
  const isRest = ({ notice, context }: GoldenMessage) =>
    notice.group !== undefined || notice.test === true || context.insteadOf !== undefined;
  const conditions = [...golden.filter((one) => !isOutage(one) && !isRest(one)), ...conditionNotices().map(named)].sort(
    (one, other) => ORDER.indexOf(one.notice.condition) - ORDER.indexOf(other.notice.condition),
  );
  return [
    ...sheetsOf('conditions', conditions),
    ...sheetsOf('outages', golden.filter(isOutage)),
    ...sheetsOf('together', golden.filter(isRest)),
  ];
}

function sheetsOf(name: string, messages: GoldenMessage[]): MessageSheet[] {
  const sheets = Math.ceil(messages.length / MOST_ON_A_SHEET);
  const each = Math.ceil(messages.length / sheets);
  return Array.from({ length: sheets }, (_, index) => ({
    name: sheets === 1 ? name : `${name}-${index + 1}`,
    messages: messages.slice(index * each, (index + 1) * each),
  }));
}
