/** An event subscription once Azure has made it. */
import type { RegionName } from '../model/types.ts';
import { webhookUrl } from '../network/callOut.ts';
import { MAX_DELIVERY_ATTEMPTS } from './timings.ts';
import type { Topic } from './topics.ts';
import type { EventSchema, EventSubscriptionRequest } from './types.ts';

export interface Subscription {
  topic: Topic;
  name: string;
  /** What it carries in its query is a secret. */
  url: URL;
  schema: EventSchema;
  region: RegionName;
  maxDeliveryAttempts: number;
  /** False once it is gone or replaced: what is waiting for it is dropped. */
  isActive: boolean;
}

/** Why a subscription was not made. Names hosts, never an address's query. */
export class SubscriptionRefused extends Error {
  constructor(name: string, reason: string) {
    super(`The event subscription ${name} was not made: ${reason}`);
    this.name = 'SubscriptionRefused';
  }
}

const NAME = /^[A-Za-z0-9-]{3,64}$/;

/**
 * What was asked for, with its defaults.
 * @throws SubscriptionRefused for what Azure refuses before it asks the webhook.
 */
export function readRequest(
  request: EventSubscriptionRequest,
  topics: readonly Topic[],
  defaultRegion: RegionName,
): Subscription {
  const { name, schema, region = defaultRegion, maxDeliveryAttempts = MAX_DELIVERY_ATTEMPTS } = request;
  const refuse = (reason: string) => new SubscriptionRefused(name, reason);
  if (!NAME.test(name)) throw refuse('its name needs 3 to 64 letters, digits and hyphens.');
  const topic = topics.find((one) => [one.name, one.region, one.endpoint].includes(request.topic));
  if (topic === undefined)
    throw refuse(`there is no topic ${request.topic}; there is ${topics.map(nameOf).join(', ')}.`);
  if (topic.inputSchema === 'CloudEventSchemaV1_0' && schema !== topic.inputSchema) {
    throw refuse(`a topic whose input schema is ${topic.inputSchema} cannot deliver ${schema}.`);
  }
  if (
    !(Number.isInteger(maxDeliveryAttempts) && maxDeliveryAttempts >= 1 && maxDeliveryAttempts <= MAX_DELIVERY_ATTEMPTS)
  ) {
    throw refuse(`a retry policy has 1 to ${MAX_DELIVERY_ATTEMPTS} delivery attempts, not ${maxDeliveryAttempts}.`);
  }
  try {
    return { topic, name, url: webhookUrl(request.url), schema, region, maxDeliveryAttempts, isActive: true };
  } catch (error) {
    throw refuse(error instanceof Error ? `${error.message}.` : 'its webhook is no address.');
  }
}

function nameOf({ name }: Topic): string {
  return name;
}
