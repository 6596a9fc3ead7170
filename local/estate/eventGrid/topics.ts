/** The estate's custom topics. */
import { randomBytes } from 'node:crypto';
import type { EstateModel } from '../model/types.ts';
import type { EventGridTopic, EventSchema } from './types.ts';

export interface Topic extends EventGridTopic {
  /** ARM resource id: `source` and `topic` of what Event Grid itself says. */
  id: string;
  inputSchema: EventSchema;
}

export const EVENTS_PATH = '/api/events';
const RESOURCE_GROUP = 'rg-events';
/** An access key is so long. */
const KEY_BYTES = 32;

export function createTopics(
  model: Pick<EstateModel, 'topicRegions' | 'definition'>,
  inputSchema: EventSchema,
): Topic[] {
  const subscription = model.definition.subscriptions[0]?.id ?? '';
  return model.topicRegions().map((region) => {
    const name = `outage-${region}`;
    return {
      name,
      region,
      endpoint: `https://${name}.${region}-1.eventgrid.azure.net${EVENTS_PATH}`,
      key: randomBytes(KEY_BYTES).toString('base64'),
      id: `/subscriptions/${subscription}/resourceGroups/${RESOURCE_GROUP}/providers/Microsoft.EventGrid/topics/${name}`,
      inputSchema,
    };
  });
}
