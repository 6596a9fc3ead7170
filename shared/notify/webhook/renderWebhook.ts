import type { GroupAlert, Notice, NoticeGroup, OutageDetails } from '../../alerting/types.ts';
import { moreCommands } from '../commandLines.ts';
import { composeMessage } from '../composeMessage.ts';
import { fittingLines, howManyFit, jsonBytes } from '../fittingLines.ts';
import { morePlan, oneLine } from '../plainText.ts';
import type { Message, MessageContext } from '../types.ts';
import type { WebhookAlert, WebhookBody, WebhookData, WebhookGroup, WebhookSubject } from './types.ts';

/** Together with everything else a body stays under this. */
export const BODY_BYTES = 60_000;
const LONGEST_NAME = 260;
const LONGEST_SENTENCE = 300;
const MOST_ALERTS = 20;
const ALERT_BYTES = 24_000;
const MOST_COMMON = 10;
const MOST_POINTS = 120;

/**
 * The body for programs: what people are told, and the numbers that it is made from. docs/webhook.md is its reference.
 * Under 60 KB always. `compact` leaves out the explanations, the plan and the commands.
 */
export function renderWebhook(notice: Notice, context: MessageContext, { compact }: { compact: boolean }): WebhookBody {
  const message = composeMessage(notice, context);
  const body: WebhookBody = {
    type: notice.test ? 'geowarden.test' : `geowarden.alert.${notice.reason}`,
    timestamp: moment(notice.atMs),
    data: { ...measured(notice), ...told(message), ...(compact ? {} : explained(message)) },
  };
  if (compact) return body;
  const room = BODY_BYTES - Buffer.byteLength(JSON.stringify(body)) - 100;
  const commands = fittingLines(message.commands, room / 2, { sizeOf: jsonBytes, more: moreCommands });
  const plan = fittingLines(message.plan, room / 2, { sizeOf: jsonBytes, more: morePlan });
  return {
    ...body,
    data: { ...body.data, ...(plan.length === 0 ? {} : { plan }), ...(commands.length === 0 ? {} : { commands }) },
  };
}

function measured(notice: Notice): Omit<WebhookData, keyof ReturnType<typeof told>> {
  const { outage, trend, group, closedBecause, follows } = notice;
  return {
    id: oneLine(notice.id, 64),
    ...(follows === undefined ? {} : { follows: oneLine(follows, 64) }),
    condition: notice.condition,
    reason: notice.reason,
    severity: notice.severity,
    subject: subject(notice.subject),
    since: moment(notice.sinceMs),
    durationSeconds: notice.durationMs / 1_000,
    ...numbers(notice),
    ...(closedBecause === undefined ? {} : { closedBecause }),
    ...(outage === undefined ? {} : { outage: outageOf(outage) }),
    ...(trend === undefined
      ? {}
      : {
          trend: {
            from: moment(trend.fromMs),
            to: moment(trend.toMs),
            lagSeconds: trend.lagSeconds.slice(-MOST_POINTS),
          },
        }),
    ...(group === undefined ? {} : { group: groupOf(group) }),
  };
}

function outageOf({
  group,
  incidentId,
  operationId,
  lossBoundMs,
  approval,
}: OutageDetails): NonNullable<WebhookData['outage']> {
  return {
    group: oneLine(group, LONGEST_NAME),
    ...(incidentId === undefined ? {} : { incidentId: oneLine(incidentId, 64) }),
    ...(operationId === undefined ? {} : { operationId: oneLine(operationId, 96) }),
    ...(lossBoundMs === undefined ? {} : { lossBoundSeconds: lossBoundMs === null ? null : lossBoundMs / 1_000 }),
    ...(approval === undefined ? {} : { decideBy: moment(approval.expiresAtMs) }),
  };
}

function told(message: Message) {
  const { label, title, about, sentence, deployment, why, handedOver, decision, willDo, facts, links } = message;
  const does = decision ?? willDo;
  return {
    deployment,
    label,
    title,
    about,
    sentence,
    ...(why === undefined ? {} : { why }),
    ...(handedOver === undefined ? {} : { handedOver }),
    ...(does === undefined ? {} : { does }),
    facts: Object.fromEntries(facts.map((fact) => [fact.title, fact.value])),
    links,
  };
}

function explained({ meaning, steps }: Message) {
  return { meaning, steps };
}

function groupOf({ key, common, firing, resolved, alerts, folded }: NoticeGroup): WebhookGroup {
  return {
    key: oneLine(key, LONGEST_NAME),
    common: common.slice(0, MOST_COMMON).map((value) => oneLine(value, LONGEST_NAME)),
    firing,
    resolved,
    ...(folded === undefined ? {} : { foldedGroups: folded.groups }),
    alerts: alertsOf(alerts),
  };
}

/** The worst first, and in most scripts all of them. */
function alertsOf(alerts: readonly GroupAlert[]): WebhookAlert[] {
  const shown = alerts.slice(0, MOST_ALERTS).map(alertOf);
  return shown.slice(0, howManyFit(shown, ALERT_BYTES, jsonBytes));
}

function alertOf(alert: GroupAlert): WebhookAlert {
  const { endedAtMs, closedBecause, flapping } = alert;
  return {
    condition: alert.condition,
    subject: subject(alert.subject),
    severity: alert.severity,
    is: alert.is,
    since: moment(alert.sinceMs),
    ...(endedAtMs === undefined ? {} : { endedAt: moment(endedAtMs) }),
    ...numbers(alert),
    sentence: oneLine(alert.sentence, LONGEST_SENTENCE),
    ...(closedBecause === undefined ? {} : { closedBecause }),
    ...(flapping === undefined ? {} : { flapping: { times: flapping.times, since: moment(flapping.sinceMs) } }),
  };
}

function numbers({ value, peak, threshold }: Pick<Notice, 'value' | 'peak' | 'threshold'>) {
  return {
    ...(value === undefined ? {} : { value }),
    ...(peak === undefined ? {} : { peak }),
    ...(threshold === undefined ? {} : { threshold }),
  };
}

function subject({ kind, key, primary, secondary }: Notice['subject']): WebhookSubject {
  return {
    kind,
    key: oneLine(key, 2 * LONGEST_NAME),
    ...(primary === undefined ? {} : { primary: oneLine(primary, LONGEST_NAME) }),
    ...(secondary === undefined ? {} : { secondary: oneLine(secondary, LONGEST_NAME) }),
  };
}

function moment(ms: number): string {
  return new Date(ms).toISOString();
}
