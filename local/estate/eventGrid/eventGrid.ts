/** Azure Event Grid: custom topics, event subscriptions and what became of each event. */
import type { TokenAuthority } from '../identity/types.ts';
import type { EstateModel } from '../model/types.ts';
import type { Caller } from '../network/callOut.ts';
import type { Schedule } from '../network/schedule.ts';
import type { Site } from '../network/types.ts';
import type { EventObject } from './cloudEvent.ts';
import { createDelivery } from './delivery.ts';
import { createDispatcher } from './dispatcher.ts';
import { shakeHands } from './handshake.ts';
import { readRequest, type Subscription, SubscriptionRefused } from './subscription.ts';
import { createSubscriptionTopics, followWrites } from './subscriptionTopics.ts';
import { createTopicSite } from './topicSite.ts';
import { createTopics, type Topic } from './topics.ts';
import type {
  DeadLetteredEvent,
  EventDelivery,
  EventGridTopic,
  EventSchema,
  EventSubscription,
  EventSubscriptionRequest,
} from './types.ts';

export interface EventGridOptions {
  model: EstateModel;
  tokens: TokenAuthority;
  schedule: Schedule;
  caller: Caller;
  /** What publishers send. @default 'CloudEventSchemaV1_0' */
  inputSchema?: EventSchema;
}

export interface EventGrid {
  sites: Site[];
  topics: EventGridTopic[];
  /** Names of the system topics, one for each subscription of the estate: `subscription:ID`. */
  subscriptionTopics: string[];
  subscribe(request: EventSubscriptionRequest): Promise<EventSubscription>;
  deadLetters(): DeadLetteredEvent[];
  deliveries(): EventDelivery[];
  /** Nothing is delivered any more, and nobody can subscribe. */
  close(): void;
}

const MOST_KEPT = 10_000;

/** Promises what Estate says of topics and subscriptions. Times are the clock's, waiting is the schedule's. */
export function createEventGrid(options: EventGridOptions): EventGrid {
  const { model, tokens, schedule, caller, inputSchema = 'CloudEventSchemaV1_0' } = options;
  const topics = createTopics(model, inputSchema);
  const systemTopics = createSubscriptionTopics(model);
  const subscriptions = new Map<string, Subscription>();
  const letters: DeadLetteredEvent[] = [];
  const attempts: EventDelivery[] = [];
  let isClosed = false;
  const dispatch = createDispatcher({
    schedule,
    deliver: createDelivery({
      model,
      clock: model.clock,
      schedule,
      caller,
      onAttempt: (attempt) => keep(attempts, attempt),
      onDeadLetter: (letter) => keep(letters, letter),
    }),
  });
  const accept = (topic: Topic, events: EventObject[]): void => {
    const state = model.eventGridState(topic.region);
    const publishMs = model.clock.now();
    for (const event of events) {
      for (const one of subscriptions.values()) if (one.topic === topic) dispatch(one, event, publishMs, state);
    }
  };
  const stopFollowing = followWrites(model, systemTopics, (topic, event) => accept(topic, [event]));

  return {
    sites: topics.map((topic) => createTopicSite({ topic, tokens, model, accept: (events) => accept(topic, events) })),
    topics: topics.map(({ name, region, endpoint, key }) => ({ name, region, endpoint, key })),
    subscriptionTopics: systemTopics.map(({ name }) => name),
    async subscribe(request) {
      const made = readRequest(request, [...topics, ...systemTopics], model.definition.app.region);
      await shakeHands(made, caller, model.clock.now());
      if (isClosed) throw new SubscriptionRefused(made.name, 'the estate is closed.');
      const key = `${made.topic.name}/${made.name.toLowerCase()}`;
      // What is under way to a subscription that is made again goes on to where it points now.
      const known = subscriptions.get(key);
      const subscription = known === undefined ? made : Object.assign(known, made);
      subscriptions.set(key, subscription);
      return {
        topic: made.topic.name,
        name: made.name,
        unsubscribe() {
          subscription.isActive = false;
          subscriptions.delete(key);
        },
      };
    },
    deadLetters: () => structuredClone(letters),
    deliveries: () => attempts.map((attempt) => ({ ...attempt })),
    close() {
      isClosed = true;
      stopFollowing();
      for (const one of subscriptions.values()) one.isActive = false;
      subscriptions.clear();
    },
  };
}

function keep<T>(kept: T[], one: T): void {
  kept.push(one);
  if (kept.length > MOST_KEPT) kept.shift();
}
