import type { EventGridPublisherClient } from '@azure/eventgrid';
import type { TokenCredential } from '@azure/identity';
import { withDeadline } from '../../../limits/withDeadline.ts';
import { EVIDENCE_CHANGED } from '../../../outage/evidenceChange.ts';
import type { EvidenceChange, EvidencePublisher } from '../../../outage/ports.ts';
import type { Evidence } from '../../../outage/types.ts';
import { nodeTimer } from '../../nodeTimer.ts';
import { PublishFailure, seenAt } from './publishFailure.ts';

export interface Topic {
  /** For example `https://NAME.REGION-1.eventgrid.azure.net/api/events`; its input schema must be CloudEvents 1.0. */
  endpoint: string;
  /** An access key, or the identity of the app (role EventGrid Data Sender). */
  credential: { key: string } | TokenCredential;
}

export interface PublisherOptions {
  /** In order of preference, in different regions: the next one is tried when one does not take the event. */
  topics: readonly Topic[];
  /** CloudEvents `source`: names the deployment, for example `/geowarden/watch-sweden`. */
  source: string;
  /** For each topic. @default 5_000 */
  timeoutMs?: number;
  /** Epoch milliseconds. @default Date.now */
  now?: () => number;
}

const DEFAULT_TIMEOUT_MS = 5_000;
/** A topic that failed is asked last for so long. */
const SHUNNED_MS = 60_000;

interface Way {
  topic: Topic;
  client: Promise<EventGridPublisherClient<'CloudEvent'>> | undefined;
  failedAtMs: number;
}

/** Evidence as CloudEvents, to the first topic that takes it. Promises what EvidencePublisher says; nothing is loaded before the first event. */
export function createEventGridPublisher(options: PublisherOptions): EvidencePublisher {
  const { topics, source, timeoutMs = DEFAULT_TIMEOUT_MS, now = Date.now } = options;
  if (topics.length === 0) throw new RangeError('Expected at least one topic of Event Grid, saw none.');
  const ways: Way[] = topics.map((topic) => ({ topic, client: undefined, failedAtMs: Number.NEGATIVE_INFINITY }));
  const isShunned = ({ failedAtMs }: Way) => now() - failedAtMs < SHUNNED_MS;
  return {
    publish: async (change) => {
      const attempts: string[] = [];
      const inOrder = [...ways.filter((way) => !isShunned(way)), ...ways.filter(isShunned)];
      for (const way of inOrder) {
        try {
          await withDeadline(nodeTimer, timeoutMs, async (abortSignal) => {
            way.client ??= createClient(way.topic);
            await (await way.client).send([eventOf(change, source)], { abortSignal });
          });
          way.failedAtMs = Number.NEGATIVE_INFINITY;
          return;
        } catch (error) {
          way.failedAtMs = now();
          attempts.push(seenAt(way.topic.endpoint, error));
        }
      }
      throw new PublishFailure(attempts);
    },
  };
}

/** The other topic is the retry, and the timer the one after that. */
async function createClient({ endpoint, credential }: Topic): Promise<EventGridPublisherClient<'CloudEvent'>> {
  const { AzureKeyCredential, EventGridPublisherClient } = await import('./sdk.ts');
  const access = 'key' in credential ? new AzureKeyCredential(credential.key) : credential;
  return new EventGridPublisherClient(endpoint, 'CloudEvent', access, {
    retryOptions: { maxRetries: 0 },
    userAgentOptions: { userAgentPrefix: 'geowarden' },
  });
}

function eventOf({ id, evidence }: EvidenceChange, source: string) {
  return {
    type: EVIDENCE_CHANGED,
    source,
    id,
    subject: subjectOf(evidence.scope),
    time: new Date(evidence.atMs),
    data: { evidence },
  };
}

function subjectOf(scope: Evidence['scope']): string {
  return scope.kind === 'region' ? `regions/${scope.region}` : `databases/${scope.server}/${scope.database}`;
}
