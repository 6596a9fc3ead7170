import { randomBytes } from 'node:crypto';
import type { Clock, EstateModel } from '../model/types.ts';
import { isJson, jsonBody } from '../network/jsonBody.ts';
import { createReceived } from '../network/received.ts';
import { createTurns } from '../network/turns.ts';
import type { Site, SiteRequest, SiteResponse } from '../network/types.ts';
import type { TeamsMessage } from '../types.ts';
import { checkEnvelope } from './checkEnvelope.ts';
import { answer, type Refusal, refusals } from './workflowAnswers.ts';

const HOST = 'prod-27.westeurope.logic.azure.com';
const WORKFLOW = '/workflows/5b0c3f7e9d2a4c61b8f4e7d1a9c3520f/triggers/manual/paths/invoke';
const API_VERSION = '2016-06-01';
/** "Approximately 28 KB", the whole body (Teams connector documentation). */
const MAX_BYTES = 28 * 1024;
/** "More than four requests in one second are throttled" (Teams webhook documentation). */
const MAX_PER_SECOND = 4;

export interface Teams {
  site: Site;
  /** With its `sig`, which is a secret. */
  webhookUrl: string;
  /** Oldest first; refused ones too, with the status they were refused with. */
  messages(): TeamsMessage[];
}

interface Posted {
  card: Record<string, unknown>;
  refusal?: Refusal;
}

/** A channel's Workflows webhook: strict where Workflows and Teams are, and in the mood that the model says. */
export function createTeams({ model, clock }: { model: Pick<EstateModel, 'channelState'>; clock: Clock }): Teams {
  const signature = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    'api-version': API_VERSION,
    sp: '/triggers/manual/run',
    sv: '1.0',
    sig: signature,
  });
  const received = createReceived<TeamsMessage>('teams', clock);
  const takeTurn = createTurns(clock, MAX_PER_SECOND, 1000);

  return {
    site: {
      names: [HOST],
      region: 'global',
      async handle(request): Promise<SiteResponse> {
        const state = model.channelState('teams');
        if (state === 'silent') return { silent: true };
        const misdirected = addressRefusal(request, signature);
        const posted = receive(request);
        const moody = state === 'ok' ? undefined : refusals[state];
        const throttled =
          misdirected === undefined && moody === undefined && !takeTurn() ? refusals.tooMany : undefined;
        const refusal = misdirected ?? moody ?? throttled ?? posted.refusal;
        // Who asks for another address or method has posted nothing here.
        if (request.url.pathname === WORKFLOW && request.method === 'POST')
          received.keep({ workflow: WORKFLOW, card: posted.card, status: refusal?.status ?? 202 });
        return answer(refusal);
      },
    },
    webhookUrl: `https://${HOST}${WORKFLOW}?${query}`,
    messages: received.messages,
  };
}

function addressRefusal({ method, url }: SiteRequest, signature: string): Refusal | undefined {
  if (url.pathname !== WORKFLOW) return refusals.noWorkflow;
  if (url.searchParams.get('api-version') !== API_VERSION) return refusals.noApiVersion;
  if (!url.searchParams.has('sig')) return refusals.noSignature;
  const isSigned =
    url.searchParams.get('sig') === signature &&
    url.searchParams.get('sp') === '/triggers/manual/run' &&
    url.searchParams.get('sv') === '1.0';
  if (!isSigned) return refusals.wrongSignature;
  return method === 'POST' ? undefined : refusals.notPosted;
}

function receive({ headers, body }: SiteRequest): Posted {
  const parsed = jsonBody(body);
  const checked = parsed === undefined ? undefined : checkEnvelope(parsed.value);
  const card = checked?.card ?? {};
  if (body.byteLength > MAX_BYTES) return { card, refusal: refusals.tooLarge };
  if (!isJson(headers)) return { card, refusal: refusals.notJson };
  if (checked === undefined) return { card, refusal: refusals.malformed };
  if (checked.faults.length > 0) return { card, refusal: refusals.wrongCard(checked.faults) };
  return { card };
}
