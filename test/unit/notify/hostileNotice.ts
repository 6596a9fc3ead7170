/** Notices that somebody made who wants to be heard by everybody: markup, control characters, mentions, and no end. */
import type { GroupAlert, Notice } from '../../../shared/alerting/types.ts';
import { goldenMessages } from './goldenMessages.ts';

export const MARKUP = '<!channel> <https://evil.example|Approve> *bold* _x_ `code` ```fence``` &amp; [a](b) <b>"\'';
const CONTROLS = 'a\u0000b\nc\r\nd\u202ee\u200bf\ud800g\u2028h\u0007';

export function hostileNotice(length = 20_000): Notice {
  const text = `${MARKUP} ${CONTROLS} ${'&<>漢字😀'.repeat(length / 8)}`;
  const subject = { kind: 'link' as const, key: text, primary: text, secondary: text };
  const alert: GroupAlert = {
    condition: 'LagHigh',
    subject,
    severity: 'critical',
    is: 'new',
    sinceMs: 0,
    value: 1e300,
    sentence: text,
  };
  return {
    id: text,
    follows: text,
    condition: 'LagHigh',
    reason: 'first',
    severity: 'critical',
    subject,
    atMs: 1_000,
    sinceMs: 0,
    durationMs: 1_000,
    value: 1e300,
    sentence: text,
    why: text,
    willDo: text,
    group: {
      key: text,
      common: Array.from({ length: 50 }, () => text),
      firing: 500,
      resolved: 0,
      alerts: Array.from({ length: 60 }, () => alert),
    },
  };
}

/** An outage whose plan and commands have no end. */
export function endlessOutage(lines = 1_000): Notice {
  const { notice } = goldenMessages().find(({ name }) => name === 'regionOutage.first') ?? { notice: undefined };
  if (notice?.outage === undefined) throw new Error('expected regionOutage.first with its outage');
  const plan = Array.from({ length: lines }, (_, index) => `plan ${index}: ${'x<&>'.repeat(80)}`);
  const breakGlass = Array.from({ length: lines }, (_, index) => `az sql ${index} --name "${'&'.repeat(200)}"`);
  return { ...notice, outage: { ...notice.outage, group: MARKUP + CONTROLS, plan, breakGlass } };
}
