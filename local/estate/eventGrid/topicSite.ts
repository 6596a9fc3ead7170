/** A topic as publishers meet it: `https://NAME.REGION-1.eventgrid.azure.net/api/events`. */
import type { TokenAuthority } from '../identity/types.ts';
import type { EstateModel } from '../model/types.ts';
import type { Site, SiteRequest, SiteResponse } from '../network/types.ts';
import { authenticate } from './authenticate.ts';
import type { EventObject } from './cloudEvent.ts';
import { EventGridError, errorResponse } from './eventGridError.ts';
import { readEvents } from './readEvents.ts';
import { EVENTS_PATH, type Topic } from './topics.ts';

export interface TopicSiteOptions {
  topic: Topic;
  tokens: TokenAuthority;
  model: Pick<EstateModel, 'eventGridState' | 'clock'>;
  /** Takes what was accepted; from here on delivery is at least once. */
  accept(events: EventObject[]): void;
}

const API_VERSION = '2018-01-01';

/** Answers 200 when every event was taken, and takes none when one of them is wrong. */
export function createTopicSite({ topic, tokens, model, accept }: TopicSiteOptions): Site {
  return {
    names: [new URL(topic.endpoint).hostname],
    region: topic.region,
    async handle(request): Promise<SiteResponse> {
      const { becomes } = model.eventGridState(topic.region);
      if (becomes === 'silent') return { silent: true };
      try {
        if (becomes === 'unavailable') {
          throw new EventGridError(503, 'ServiceUnavailable', 'The topic takes no events at the moment.');
        }
        assertAddress(request);
        authenticate(request.headers, topic.key, tokens);
        const contentType = request.headers['content-type'] ?? '';
        accept(readEvents(request.body, contentType, { schema: topic.inputSchema, topicId: topic.id }));
        return { status: 200 };
      } catch (error) {
        if (!(error instanceof EventGridError)) throw error;
        return errorResponse(error, model.clock.now());
      }
    },
  };
}

function assertAddress({ method, url }: SiteRequest): void {
  if (url.pathname.replace(/\/+$/, '') !== EVENTS_PATH) {
    throw new EventGridError(404, 'NotFound', 'There is nothing at this path; events are published to /api/events.');
  }
  if (method !== 'POST')
    throw new EventGridError(405, 'MethodNotAllowed', `Events are published by POST, not ${method}.`);
  const version = url.searchParams.get('api-version');
  if (version === API_VERSION) return;
  const seen = version === null ? 'is missing' : `'${version.slice(0, 40)}' is not supported`;
  throw new EventGridError(400, 'BadRequest', `The api-version ${seen}. Supported: ${API_VERSION}.`);
}
