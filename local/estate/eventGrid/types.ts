/** Event Grid as a deployment, the console and the tests see it. */
import type { RegionName } from '../model/types.ts';

/** A custom topic, with what an app needs to publish to it. */
export interface EventGridTopic {
  name: string;
  region: RegionName;
  /** `https://NAME.REGION-1.eventgrid.azure.net/api/events` */
  endpoint: string;
  /** A secret. */
  key: string;
}

export type EventSchema = 'CloudEventSchemaV1_0' | 'EventGridSchema';

export interface EventSubscriptionRequest {
  /** A topic's name, region or endpoint; `subscription:ID` for what Resource Manager does there. */
  topic: string;
  name: string;
  /** `http://127.0.0.1:PORT/…`; what it carries in its query is a secret. */
  url: string;
  /** CloudEvents, unless the topics themselves take the Event Grid schema: Event Grid does not translate in that direction. */
  schema: EventSchema;
  /** Where the subscriber runs: its network decides what reaches it. @default the app's region */
  region?: RegionName;
  /** As in a retry policy: 1 to 30. @default 30 */
  maxDeliveryAttempts?: number;
}

export interface EventSubscription {
  topic: string;
  name: string;
  /** Nothing is delivered any more, and what was waiting is dropped. */
  unsubscribe(): void;
}

/** One attempt at delivering one event. */
export interface EventDelivery {
  atMs: number;
  topic: string;
  subscription: string;
  eventId: string;
  /** Counts from 1. */
  attempt: number;
  /** HTTP status, or why there was none: nobody listens, or nothing came back in time. */
  outcome: number | 'unreachable' | 'timedOut';
}

/** An event that was given up, with what Azure writes beside it. */
export interface DeadLetteredEvent {
  topic: string;
  subscription: string;
  event: Record<string, unknown>;
  deadLetterReason:
    | 'MaxDeliveryAttemptsExceeded'
    | 'UndeliverableDueToHttpBadRequest'
    | 'UndeliverableDueToHttpPayloadTooLarge';
  deliveryAttempts: number;
  lastDeliveryOutcome: string;
  publishMs: number;
  lastDeliveryAttemptMs: number;
}
