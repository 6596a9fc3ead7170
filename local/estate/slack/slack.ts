import { randomBytes } from 'node:crypto';
import type { Clock, EstateModel } from '../model/types.ts';
import { isJson, isObject, jsonBody } from '../network/jsonBody.ts';
import { createReceived } from '../network/received.ts';
import { createTurns } from '../network/turns.ts';
import type { Site, SiteRequest, SiteResponse } from '../network/types.ts';
import type { SlackMessage } from '../types.ts';
import { messageFault } from './checkMessage.ts';

const HOST = 'hooks.slack.com';
const WEBHOOK = '/services/T02CONTOSO/B05GEOWARDN/';
/** "One message per second", with short bursts allowed (docs.slack.dev, rate limits). */
const TURNS = { most: 10, withinMs: 10_000 };

export interface Slack {
  site: Site;
  /** The end of its path is the secret. */
  webhookUrl: string;
  /** Oldest first; refused ones too, with the status they were refused with. */
  messages(): SlackMessage[];
}

/** A channel's incoming webhook: strict where Slack is, and in the mood that the model says. Answers are bare words, as Slack's are. */
export function createSlack({ model, clock }: { model: Pick<EstateModel, 'channelState'>; clock: Clock }): Slack {
  const token = randomBytes(18).toString('base64url').replace(/[-_]/g, '0');
  const received = createReceived<SlackMessage>('slack', clock);
  const takeTurn = createTurns(clock, TURNS.most, TURNS.withinMs);

  const judge = (request: SiteRequest, message: unknown): Answer | undefined => {
    const state = model.channelState('slack');
    if (state !== 'ok' && state !== 'silent') return MOODS[state];
    if (!takeTurn()) return MOODS.throttled;
    if (!isJson(request.headers)) return word(400, 'invalid_payload');
    const fault = messageFault(message);
    return fault === undefined ? undefined : word(400, fault);
  };

  return {
    site: {
      names: [HOST],
      region: 'global',
      async handle(request): Promise<SiteResponse> {
        if (model.channelState('slack') === 'silent') return { silent: true };
        const { pathname } = request.url;
        if (!pathname.startsWith(WEBHOOK)) return word(404, 'no_service');
        if (pathname !== `${WEBHOOK}${token}`) return word(403, 'invalid_token');
        if (request.method !== 'POST') return word(405, 'method_not_allowed');
        const message = jsonBody(request.body)?.value;
        const refusal = judge(request, message);
        const { text, blocks } = isObject(message) ? message : {};
        received.keep({
          text: typeof text === 'string' ? text : '',
          blocks: Array.isArray(blocks) ? blocks.filter(isObject) : [],
          status: refusal?.status ?? 200,
        });
        return refusal ?? word(200, 'ok');
      },
    },
    webhookUrl: `https://${HOST}${WEBHOOK}${token}`,
    messages: received.messages,
  };
}

type Answer = Extract<SiteResponse, { status: number }>;

const MOODS = {
  throttled: { ...word(429, 'rate_limited'), headers: { 'content-type': 'text/html', 'retry-after': '2' } },
  tooLarge: word(400, 'msg_blocks_too_long'),
  failing: word(503, 'rollup_error'),
};

function word(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'text/html' }, body };
}
