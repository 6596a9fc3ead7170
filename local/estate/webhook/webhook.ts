import { randomBytes } from 'node:crypto';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import type { Clock, EstateModel } from '../model/types.ts';
import { isJson, isObject, jsonBody } from '../network/jsonBody.ts';
import { createReceived } from '../network/received.ts';
import type { Site, SiteRequest, SiteResponse } from '../network/types.ts';
import type { WebhookMessage } from '../types.ts';

const HOST = 'hooks.contoso.com';
const PATH = '/geowarden';
/** "Usually smaller than 20 kB" (Standard Webhooks 1.0.0); this receiver takes somewhat more. */
const MAX_BYTES = 64 * 1024;
const MAX_IDS = 10_000;

export interface Webhook {
  site: Site;
  url: string;
  /** `whsec_…`, as both sides keep it. */
  secret: string;
  /** Oldest first; refused ones too, with the status they were refused with. */
  messages(): WebhookMessage[];
}

/**
 * Somebody's own program: it knows who speaks by the signature, takes nothing that is older than five minutes, and recognises by its id what
 * it has taken before. The signature is judged by the reference library of Standard Webhooks.
 */
export function createWebhook({ model, clock }: { model: Pick<EstateModel, 'channelState'>; clock: Clock }): Webhook {
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const verifier = new StandardWebhook(secret);
  const received = createReceived<WebhookMessage>('webhook', clock);
  const taken = new Set<string>();

  const judge = (request: SiteRequest, body: unknown): number => {
    const state = model.channelState('webhook');
    if (state !== 'ok' && state !== 'silent') return MOODS[state];
    if (request.body.byteLength > MAX_BYTES) return 413;
    if (!isSigned(verifier, request)) return 401;
    if (!isJson(request.headers)) return 415;
    return isEvent(body) ? 204 : 400;
  };

  const remember = (id: string): boolean => {
    const isNew = !taken.has(id);
    taken.add(id);
    const [oldest] = taken;
    if (taken.size > MAX_IDS && oldest !== undefined) taken.delete(oldest);
    return isNew;
  };

  return {
    site: {
      names: [HOST],
      region: 'global',
      async handle(request): Promise<SiteResponse> {
        if (model.channelState('webhook') === 'silent') return { silent: true };
        if (request.url.pathname !== PATH) return { status: 404 };
        if (request.method !== 'POST') return { status: 405, headers: { allow: 'POST' } };
        const body = jsonBody(request.body)?.value;
        const status = judge(request, body);
        const messageId = request.headers['webhook-id'] ?? '';
        const isDuplicate = status === 204 && !remember(messageId);
        received.keep({ messageId, isDuplicate, body: isObject(body) ? body : {}, status });
        return { status, ...(status === 429 ? { headers: { 'retry-after': '2' } } : {}) };
      },
    },
    url: `https://${HOST}${PATH}`,
    secret,
    messages: received.messages,
  };
}

const MOODS = { throttled: 429, tooLarge: 413, failing: 503 } as const;

function isSigned(verifier: StandardWebhook, { body, headers }: SiteRequest): boolean {
  try {
    verifier.verify(new TextDecoder().decode(body), headers, { jsonParse: false });
    return true;
  } catch {
    return false;
  }
}

/** The shape that the specification recommends: a type of words with full stops, when it happened, and the data. */
function isEvent(body: unknown): boolean {
  if (!isObject(body)) return false;
  const { type, timestamp, data } = body;
  const isType = typeof type === 'string' && /^[a-zA-Z0-9_]+(\.[a-zA-Z0-9_]+)+$/.test(type);
  return isType && typeof timestamp === 'string' && !Number.isNaN(Date.parse(timestamp)) && isObject(data);
}
