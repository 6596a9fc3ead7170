/** The proof that a webhook wants events, which Event Grid asks for before it makes a subscription. */
import { randomUUID } from 'node:crypto';
import type { Caller, OutboundAnswer } from '../network/callOut.ts';
import { type Subscription, SubscriptionRefused } from './subscription.ts';
import { ANSWER_WITHIN_MS } from './timings.ts';

const ORIGIN = 'eventgrid.azure.net';

/**
 * CloudEvents: OPTIONS, and the webhook allows the origin (CloudEvents, HTTP 1.1 web hooks for event delivery). Event Grid's schema: a
 * validation event whose code comes back with status 200. The way by hand, with a validation address, is not served.
 * @throws SubscriptionRefused
 */
export async function shakeHands(subscription: Subscription, caller: Caller, nowMs: number): Promise<void> {
  const fault =
    subscription.schema === 'CloudEventSchemaV1_0'
      ? await askOrigin(subscription, caller)
      : await sendCode(subscription, caller, nowMs);
  if (fault === undefined) return;
  throw new SubscriptionRefused(
    subscription.name,
    `the validation handshake with ${subscription.url.origin}${subscription.url.pathname} failed: ${fault}.`,
  );
}

async function askOrigin(subscription: Subscription, caller: Caller): Promise<string | undefined> {
  const answer = await caller.call({
    ...wayTo(subscription),
    method: 'OPTIONS',
    headers: { 'webhook-request-origin': ORIGIN, 'webhook-request-rate': '120' },
  });
  if (answer.outcome !== 200) return `expected status 200 to OPTIONS, saw ${answer.outcome}`;
  const allowed = answer.headers['webhook-allowed-origin'];
  if (allowed === '*' || allowed?.toLowerCase() === ORIGIN) return undefined;
  return `expected WebHook-Allowed-Origin to be * or ${ORIGIN}, saw ${allowed?.slice(0, 80) ?? 'none'}`;
}

async function sendCode(subscription: Subscription, caller: Caller, nowMs: number): Promise<string | undefined> {
  const validationCode = randomUUID().toUpperCase();
  const event = {
    id: randomUUID(),
    topic: subscription.topic.id,
    subject: '',
    data: { validationCode },
    eventType: 'Microsoft.EventGrid.SubscriptionValidationEvent',
    eventTime: new Date(nowMs).toISOString(),
    metadataVersion: '1',
    dataVersion: '2',
  };
  const answer = await caller.call({
    ...wayTo(subscription),
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'aeg-event-type': 'SubscriptionValidation',
      'aeg-subscription-name': subscription.name.toUpperCase(),
      'aeg-delivery-count': '0',
      'aeg-data-version': '2',
      'aeg-metadata-version': '1',
    },
    body: JSON.stringify([event]),
  });
  // 202 counts as no answer: Azure then waits for somebody to open the validation address by hand.
  if (answer.outcome !== 200) return `expected status 200 to the validation event, saw ${answer.outcome}`;
  return codeIn(answer) === validationCode ? undefined : 'expected the validation code back, saw something else';
}

function wayTo({ url, topic, region }: Subscription) {
  return { url, timeoutMs: ANSWER_WITHIN_MS, from: topic.region, to: region };
}

function codeIn({ body }: OutboundAnswer): unknown {
  try {
    const content: unknown = JSON.parse(body);
    return typeof content === 'object' && content !== null && 'validationResponse' in content
      ? content.validationResponse
      : undefined;
  } catch {
    return undefined;
  }
}
