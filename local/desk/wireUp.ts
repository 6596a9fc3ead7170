/** What an owner wires up once the apps are deployed: event subscriptions and the action group. */
import type { Estate } from '../estate/types.ts';
import type { Deployment } from './types.ts';

/**
 * Each guardian hears every topic, and every alert of Azure Monitor. The witness hears nothing: it only speaks.
 * @throws SubscriptionRefused when the handshake fails.
 */
export async function wireUp(
  estate: Pick<Estate, 'subscribe' | 'actionGroup' | 'addresses'>,
  deployments: readonly Deployment[],
): Promise<void> {
  for (const { name, url, region, hostKey, eventGridKey } of deployments.filter(({ role }) => role === 'guardian')) {
    for (const topic of estate.addresses.eventGridTopics) {
      await estate.subscribe({
        topic: topic.name,
        name: `geowarden-${name}`,
        url: `${url}/runtime/webhooks/EventGrid?functionName=reactToOutage&code=${encodeURIComponent(eventGridKey)}`,
        schema: 'CloudEventSchemaV1_0',
        region,
      });
    }
    estate.actionGroup({
      name: `geowarden-${name}`,
      url: `${url}/api/alerts?code=${encodeURIComponent(hostKey)}`,
      region,
    });
  }
}
