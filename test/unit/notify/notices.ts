/** Notices as the alerting room makes them, so that a golden message shows real sentences: one for each condition, reason and way of closing. */
import { type Alerts, closeSubject, type Evaluation, type Rules } from '../../../shared/alerting/evaluate.ts';
import { evaluateDatabase } from '../../../shared/alerting/evaluateDatabase.ts';
import { evaluateLink } from '../../../shared/alerting/evaluateLink.ts';
import type { AlertRule, Notice } from '../../../shared/alerting/types.ts';
import type { MessageContext } from '../../../shared/notify/types.ts';
import type { LinkState, Subject } from '../../../shared/replication/types.ts';
import { everyRule } from '../../kit/everyRule.ts';
import { outageNotices, TOKEN_STANDS_HERE } from './outageNotices.ts';

export const T0 = Date.UTC(2026, 10, 22, 3, 4, 5);

export const CONTEXT: MessageContext = {
  name: 'shop production',
  pageUrl: 'https://geowarden.example.net/',
  docsUrl: 'https://wiki.example.net/geowarden/docs/',
  rpoMs: 5_000,
  approvalLink: ({ page }) => `https://geowarden.example.net${page}?token=${TOKEN_STANDS_HERE}`,
};

const LINK: Subject & { kind: 'link' } = {
  kind: 'link',
  key: 'contoso-ne/orders~contoso-we/orders',
  primary: 'contoso-we/orders',
  secondary: 'contoso-ne/orders',
};
const DATABASE: Subject & { kind: 'database' } = { kind: 'database', key: 'contoso-we/invoices' };

const rule = (overrides: Partial<AlertRule>): AlertRule => ({
  enabled: true,
  severity: 'error',
  pendingMs: 60_000,
  resolveMs: 60_000,
  ...overrides,
});
const RULES: Rules = everyRule(
  rule({ threshold: 60, holdMs: 3_600_000, burn: { objectivePercent: 99.9, windows: [] } }),
  {
    LagHigh: rule({ severity: 'warning', threshold: 5 }),
    LinkSuspended: rule({ severity: 'critical' }),
    Unprotected: rule({ severity: 'info' }),
  },
);

type Step = (alerts: Alerts, nowMs: number) => Evaluation;

const link =
  (state: LinkState, rules: Rules = RULES): Step =>
  (alerts, nowMs) =>
    evaluateLink({
      subject: LINK,
      status: {
        state,
        sinceMs: T0,
        longestMs: {},
        sampledAtMs: nowMs,
        lastKnownLag: { lagSeconds: 2, atMs: T0 - 3_000 },
        lastReplicationMs: null,
        lastCommitMs: null,
      },
      alerts,
      rules,
      nowMs,
    });

const database =
  (unprotected: boolean): Step =>
  (alerts, nowMs) =>
    evaluateDatabase({
      subject: DATABASE,
      facts: { links: [], unprotected, secondaries: 'unknown', elsewhere: 'unknown', events: [] },
      alerts,
      rules: RULES,
      nowMs,
    });

/** Plays `[seconds after T0, step]` and gives what was told. */
function told(...steps: Array<[number, Step]>): Notice[] {
  let alerts: Alerts = {};
  return steps.flatMap(([seconds, step]) => {
    const result = step(alerts, T0 + seconds * 1_000);
    alerts = result.alerts;
    return result.notices;
  });
}

const lag = (lagSeconds: number) => link({ name: 'caughtUp', lagSeconds });
const stop: Step = (alerts, nowMs) => closeSubject({ subject: LINK, alerts, rules: RULES, nowMs });
const off: Step = link({ name: 'suspended' }, { ...RULES, LinkSuspended: rule({ enabled: false }) });

/** By the name of the golden file. */
export function notices(): Array<[string, Notice]> {
  const high = told([0, lag(20)], [60, lag(42)], [90, lag(130)], [130, lag(1)], [190, lag(1)]);
  const unknown = told([60, link({ name: 'lagUnknown' })], [130, lag(1)], [190, lag(0)]);
  const suspended = told(
    [60, link({ name: 'suspended' })],
    [3_900, link({ name: 'seeding', percent: 12 })],
    [3_960, link({ name: 'seeding', percent: 14 })],
  );
  const lonely = told([0, database(true)], [60, database(true)], [7_500, database(false)], [7_560, database(false)]);
  const gone = told([0, lag(20)], [60, lag(42)], [600, stop]);
  const muted = told([60, link({ name: 'suspended' })], [600, off]);
  const alerts = [
    ['lagHigh.first', high[0]],
    ['lagHigh.resolved', high[1]],
    ['lagUnknown.first', unknown[0]],
    ['lagUnknown.resolved', unknown[1]],
    ['linkSuspended.first', suspended[0]],
    ['linkSuspended.resolved', suspended[1]],
    ['unprotected.first', lonely[0]],
    ['unprotected.resolved', lonely[1]],
    ['lagHigh.subjectRemoved', gone[1]],
    ['linkSuspended.ruleDisabled', muted[1]],
  ].map(([name, notice]): [string, Notice] => {
    if (typeof name !== 'string' || notice === undefined || typeof notice === 'string') {
      throw new Error(
        `The sequence for ${String(name)} told nothing: the sequence in notices.ts no longer fits the rules.`,
      );
    }
    return [name, notice];
  });
  return [...alerts, ...outageNotices()];
}
