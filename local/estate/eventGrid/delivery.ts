/** One event on its way to one subscriber: until it is taken, or given up. */
import type { Clock, EstateModel } from '../model/types.ts';
import type { Caller, OutboundAnswer } from '../network/callOut.ts';
import type { Schedule } from '../network/schedule.ts';
import type { EventObject } from './cloudEvent.ts';
import { toCloudEvent } from './eventGridEvent.ts';
import type { Subscription } from './subscription.ts';
import { ANSWER_WITHIN_MS, RETRY_AFTER_MS, RETRY_AT_LEAST_MS, TOPIC_RECHECK_MS } from './timings.ts';
import type { DeadLetteredEvent, EventDelivery } from './types.ts';

export interface Parcel {
  subscription: Subscription;
  event: EventObject;
  publishMs: number;
  /** Made so far. */
  attempts: number;
}

export interface DeliveryOptions {
  model: Pick<EstateModel, 'eventGridState' | 'isRegionDown'>;
  clock: Clock;
  schedule: Schedule;
  caller: Caller;
  onAttempt(attempt: EventDelivery): void;
  onDeadLetter(letter: DeadLetteredEvent): void;
}

/** Azure's own success codes; every other one is a failure. */
const TAKEN = new Set<unknown>([200, 201, 202, 203, 204]);
/** Answers that no retry would mend: given up at once. */
const GIVEN_UP: ReadonlyMap<unknown, DeadLetteredEvent['deadLetterReason']> = new Map([
  [400, 'UndeliverableDueToHttpBadRequest'],
  [413, 'UndeliverableDueToHttpPayloadTooLarge'],
]);
const OUTCOME_WORDS: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [400, 'BadRequest'],
  [401, 'Unauthorized'],
  [403, 'Forbidden'],
  [404, 'NotFound'],
  [408, 'TimedOut'],
  [413, 'PayloadTooLarge'],
  [429, 'Busy'],
  [503, 'Busy'],
  ['timedOut', 'TimedOut'],
  ['unreachable', 'SocketError'],
]);

/**
 * One attempt; what fails is tried again later, on the schedule. Resolves when this attempt is over, and never rejects.
 * A topic that is out of order, or whose region is down, delivers nothing and goes on when it is back.
 */
export function createDelivery(options: DeliveryOptions): (parcel: Parcel) => Promise<void> {
  const { model, clock, schedule, caller } = options;
  const later = (parcel: Parcel, delayMs: number): void => void schedule.after(delayMs, () => void attempt(parcel));

  async function attempt(parcel: Parcel): Promise<void> {
    const { subscription } = parcel;
    const { topic } = subscription;
    if (!subscription.isActive) return;
    if (!isInOrder(topic.region)) return later(parcel, TOPIC_RECHECK_MS);
    const atMs = clock.now();
    parcel.attempts += 1;
    const number = parcel.attempts;
    const { outcome } = await caller.call({
      method: 'POST',
      url: subscription.url,
      headers: headersOf(parcel),
      body: bodyOf(parcel),
      timeoutMs: ANSWER_WITHIN_MS,
      from: topic.region,
      to: subscription.region,
    });
    if (!subscription.isActive) return;
    const eventId = String(parcel.event.id);
    options.onAttempt({ atMs, topic: topic.name, subscription: subscription.name, eventId, attempt: number, outcome });
    if (TAKEN.has(outcome)) return;
    const reason =
      GIVEN_UP.get(outcome) ??
      (number >= subscription.maxDeliveryAttempts ? ('MaxDeliveryAttemptsExceeded' as const) : undefined);
    if (reason === undefined) later(parcel, retryAfterMs(number, outcome));
    else options.onDeadLetter(letterOf(parcel, reason, outcome, atMs));
  }

  function isInOrder(region: string): boolean {
    const { becomes } = model.eventGridState(region);
    return becomes !== 'unavailable' && becomes !== 'silent' && !model.isRegionDown(region);
  }

  return attempt;
}

function retryAfterMs(attempts: number, outcome: OutboundAnswer['outcome']): number {
  const scheduled = RETRY_AFTER_MS[Math.min(attempts, RETRY_AFTER_MS.length) - 1] ?? 0;
  return Math.max(scheduled, RETRY_AT_LEAST_MS.get(outcome) ?? 0);
}

function headersOf({ subscription, event, attempts }: Parcel): Record<string, string> {
  const isCloudEvent = subscription.schema === 'CloudEventSchemaV1_0';
  return {
    'content-type': `application/${isCloudEvent ? 'cloudevents+json' : 'json'}; charset=utf-8`,
    'aeg-event-type': 'Notification',
    'aeg-subscription-name': subscription.name.toUpperCase(),
    // The count of Azure begins with 0.
    'aeg-delivery-count': String(attempts - 1),
    'aeg-data-version': isCloudEvent ? '' : String(event.dataVersion ?? ''),
    'aeg-metadata-version': isCloudEvent ? '1.0' : '1',
    'aeg-output-event-id': encodeURIComponent(String(event.id)),
  };
}

function bodyOf({ subscription, event }: Parcel): string {
  if (subscription.schema === 'EventGridSchema') return JSON.stringify([event]);
  return JSON.stringify(subscription.topic.inputSchema === 'EventGridSchema' ? toCloudEvent(event) : event);
}

function letterOf(
  { subscription, event, publishMs, attempts }: Parcel,
  deadLetterReason: DeadLetteredEvent['deadLetterReason'],
  outcome: OutboundAnswer['outcome'],
  lastDeliveryAttemptMs: number,
): DeadLetteredEvent {
  return {
    topic: subscription.topic.name,
    subscription: subscription.name,
    event,
    deadLetterReason,
    deliveryAttempts: attempts,
    lastDeliveryOutcome: OUTCOME_WORDS.get(outcome) ?? 'GenericError',
    publishMs,
    lastDeliveryAttemptMs,
  };
}
