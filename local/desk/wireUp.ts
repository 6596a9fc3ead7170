/** What an owner wires up once the apps are deployed: event subscriptions and the action group. */
import type { EventSubscriptionRequest } from '../estate/eventGrid/types.ts';
import type { Estate } from '../estate/types.ts';
import type { Deployment } from './types.ts';

/**
 * Each guardian hears every topic, what is done in every subscription, and every alert of Azure Monitor. The witness hears nothing: it only
 * speaks.
 * @throws SubscriptionRefused when the handshake fails.
 */
export async function wireUp(
  estate: Pick<Estate, 'subscribe' | 'actionGroup' | 'addresses'>,
  deployments: readonly Deployment[],
): Promise<void> {
  const { eventGridTopics, subscriptionTopics } = estate.addresses;
  for (const deployment of deployments.filter(({ role }) => role === 'guardian')) {
    const { name, url, region, hostKey } = deployment;
    for (const topic of eventGridTopics) {
      await estate.subscribe({ topic: topic.name, schema: 'CloudEventSchemaV1_0', ...to(deployment, 'reactToOutage') });
    }
    for (const topic of subscriptionTopics) {
      await estate.subscribe({ topic, schema: 'EventGridSchema', ...to(deployment, 'refreshTopology') });
    }
    estate.actionGroup({
      name: `geowarden-${name}`,
      url: `${url}/api/alerts?code=${encodeURIComponent(hostKey)}`,
      region,
    });
  }
}

function to(
  { name, url, region, eventGridKey }: Deployment,
  functionName: string,
): Pick<EventSubscriptionRequest, 'name' | 'url' | 'region'> {
  const code = encodeURIComponent(eventGridKey);
  return {
    name: `geowarden-${name}`,
    url: `${url}/runtime/webhooks/EventGrid?functionName=${functionName}&code=${code}`,
    region,
  };
}
