import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock, EstateModel } from '../model/types.ts';
import { isJson, isObject, jsonBody } from '../network/jsonBody.ts';
import { createReceived } from '../network/received.ts';
import { createTurns } from '../network/turns.ts';
import type { Site, SiteRequest, SiteResponse } from '../network/types.ts';
import type { PagerDutyIncident, PagerDutyMessage } from '../types.ts';
import { eventFaults } from './checkEvent.ts';
import { eventAnswers } from './eventAnswers.ts';
import { createIncidents, type IncidentEvent } from './incidents.ts';

/** Each service region has its own; a key is known in one of them only. */
const HOSTS = { us: 'events.pagerduty.com', eu: 'events.eu.pagerduty.com' };
const PATH = '/v2/enqueue';
/** "Events API payloads are limited to 512 KB" (Events API v2 overview). */
const MAX_BYTES = 512 * 1024;
/** The service adjusts its limit as it sees fit; this is what it used to promise for one integration. */
const MAX_PER_MINUTE = 120;

export interface PagerDuty {
  site: Site;
  /** Of a service in the US region. A secret. */
  routingKey: string;
  /** Oldest first; refused ones too, with the status they were refused with. No routing key is kept. */
  messages(): PagerDutyMessage[];
  incidents(): PagerDutyIncident[];
}

/** The Events API v2: strict where PagerDuty is, and in the mood that the model says. */
export function createPagerDuty({
  model,
  clock,
}: {
  model: Pick<EstateModel, 'channelState'>;
  clock: Clock;
}): PagerDuty {
  const routingKey = randomBytes(16).toString('hex');
  const received = createReceived<PagerDutyMessage>('pagerDuty', clock);
  const incidents = createIncidents(clock);
  const takeTurn = createTurns(clock, MAX_PER_MINUTE, 60_000);

  const judge = (request: SiteRequest, event: unknown): Answer | undefined => {
    const state = model.channelState('pagerDuty');
    if (state !== 'ok' && state !== 'silent') return eventAnswers[state];
    if (!takeTurn()) return eventAnswers.throttled;
    if (request.body.byteLength > MAX_BYTES) return eventAnswers.tooLarge;
    if (!isJson(request.headers)) return eventAnswers.invalid(["'content-type' is not application/json"]);
    const faults = eventFaults(event);
    if (faults.length > 0) return eventAnswers.invalid(faults);
    const isKnown = isObject(event) && event.routing_key === routingKey && request.url.hostname === HOSTS.us;
    return isKnown ? undefined : eventAnswers.unknownKey;
  };

  return {
    site: {
      names: Object.values(HOSTS),
      region: 'global',
      async handle(request): Promise<SiteResponse> {
        if (model.channelState('pagerDuty') === 'silent') return { silent: true };
        if (request.url.pathname !== PATH || request.method !== 'POST') return eventAnswers.nothingHere;
        const event = jsonBody(request.body)?.value;
        const refusal = judge(request, event);
        const read = readEvent(event);
        const { routing_key: _secret, ...shown } = isObject(event) ? event : {};
        received.keep({ action: read.action, dedupKey: read.dedupKey, event: shown, status: refusal?.status ?? 202 });
        if (refusal !== undefined) return refusal;
        incidents.take(read);
        return eventAnswers.accepted(read.dedupKey);
      },
    },
    routingKey,
    messages: received.messages,
    incidents: incidents.all,
  };
}

type Answer = Extract<SiteResponse, { status: number }>;

/** As much as can be read: a refused event is shown as well. */
function readEvent(event: unknown): IncidentEvent {
  const { event_action: action, dedup_key: key, payload } = isObject(event) ? event : {};
  const { summary, severity } = isObject(payload) ? payload : {};
  return {
    action: action === 'acknowledge' || action === 'resolve' ? action : 'trigger',
    dedupKey: typeof key === 'string' ? key : randomUUID(),
    summary: String(summary ?? ''),
    severity: String(severity ?? ''),
  };
}
