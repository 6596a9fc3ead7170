/** The system topic of each Azure subscription: what anybody did through Resource Manager. */
import type { EstateModel } from '../model/types.ts';
import type { EventObject } from './cloudEvent.ts';
import { subscriptionEventOf, subscriptionOf } from './subscriptionEvents.ts';
import type { Topic } from './topics.ts';

/** Its events come from no region's topic; a change to Event Grid with `topic: global`, or without any, is for them too. */
const REGION = 'global';

export function createSubscriptionTopics({ definition }: Pick<EstateModel, 'definition'>): Topic[] {
  return definition.subscriptions.map(({ id }) => ({
    name: `subscription:${id}`,
    region: REGION,
    endpoint: `subscription:${id}`,
    // Nobody publishes to it but Azure.
    key: '',
    id: `/subscriptions/${id}`,
    inputSchema: 'EventGridSchema',
  }));
}

/** Publishes each write when the model takes it. Returns what ends that. */
export function followWrites(
  model: Pick<EstateModel, 'writesSince' | 'onChange'>,
  topics: readonly Topic[],
  publish: (topic: Topic, event: EventObject) => void,
): () => void {
  let heard = 0;
  return model.onChange(() => {
    const writes = model.writesSince(heard);
    heard = writes.at(-1)?.number ?? heard;
    for (const write of writes) {
      const topic = topics.find(({ id }) => id.toLowerCase() === `/subscriptions/${subscriptionOf(write)}`);
      if (topic !== undefined) publish(topic, subscriptionEventOf(write));
    }
  });
}
