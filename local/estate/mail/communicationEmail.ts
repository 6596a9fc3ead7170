import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock, EstateModel } from '../model/types.ts';
import type { Site, SiteRequest, SiteResponse } from '../network/types.ts';
import type { MailMessage } from '../types.ts';
import { checkSignature } from './checkSignature.ts';
import { accepted, type EmailRefusal, emailRefusals, refusedAnswer, statusAnswer } from './emailAnswers.ts';
import { createMailbox } from './mailbox.ts';
import { readEmail } from './readEmail.ts';

const HOST = 'contoso-mail.europe.communication.azure.com';
const SENDER = 'DoNotReply@7b1e4c90-52aa-4d0e-9c2f-6f3a81d5e047.azurecomm.net';
/** 2025-09-01 is what @azure/communication-email 1.1 speaks. */
const API_VERSIONS = new Set(['2023-01-15-preview', '2023-03-31', '2024-07-01-preview', '2025-09-01']);
/** "Total size of an e-mail request 10 MB" (Communication Services' service limits). */
const MAX_BYTES = 10 * 1024 * 1024;
/** A send is Running for this long, then Succeeded. */
const SENDING_MS = 500;
const MAX_OPERATIONS = 10_000;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export interface CommunicationEmail {
  site: Site;
  /** `endpoint=...;accesskey=...`: the access key is a secret. */
  connectionString: string;
  /** The address of the domain that Azure manages for the resource. */
  sender: string;
  /** Oldest first; refused ones too, as far as they could be read. */
  messages(): MailMessage[];
}

export interface CommunicationEmailOptions {
  model: Pick<EstateModel, 'channelState'>;
  clock: Clock;
}

/** The e-mail API of Azure Communication Services: `POST /emails:send`, then its operation until it has succeeded. */
export function createCommunicationEmail({ model, clock }: CommunicationEmailOptions): CommunicationEmail {
  const key = randomBytes(64);
  const mailbox = createMailbox('communicationEmail', clock);
  const operations = new Map<string, number>();

  const send = (request: SiteRequest): SiteResponse => {
    const state = model.channelState('communicationEmail');
    const mood = state === 'ok' || state === 'silent' ? undefined : emailRefusals[state];
    const email = readEmail(request, SENDER.slice(SENDER.indexOf('@') + 1));
    const wanted = request.headers['operation-id'];
    const wrongId = wanted !== undefined && !GUID.test(wanted) ? emailRefusals.wrongOperationId : undefined;
    const tooLarge = request.body.byteLength > MAX_BYTES ? emailRefusals.tooLarge : undefined;
    const refusal = mood ?? tooLarge ?? wrongId ?? email.refusal;
    if (email.content !== undefined) mailbox.keep(email.content, refusal === undefined);
    if (refusal !== undefined) return refusedAnswer(refusal);
    const id = wanted ?? randomUUID();
    operations.set(id, clock.now());
    forgetOldest(operations);
    return accepted(id, request.url);
  };

  const status = (id: string): SiteResponse => {
    const startedMs = operations.get(id);
    if (startedMs === undefined) return refusedAnswer(emailRefusals.noOperation);
    return statusAnswer(id, clock.now() - startedMs < SENDING_MS ? 'Running' : 'Succeeded');
  };

  return {
    site: {
      names: [HOST],
      region: 'global',
      async handle(request) {
        if (model.channelState('communicationEmail') === 'silent') return { silent: true };
        const refusal = requestRefusal(request, key, clock);
        if (refusal !== undefined) return refusedAnswer(refusal);
        const { method, url } = request;
        if (method === 'POST' && url.pathname === '/emails:send') return send(request);
        const operation = /^\/emails\/operations\/([^/]+)$/.exec(url.pathname)?.[1];
        if (method === 'GET' && operation !== undefined) return status(operation);
        return refusedAnswer(emailRefusals.noResource);
      },
    },
    connectionString: `endpoint=https://${HOST}/;accesskey=${key.toString('base64')}`,
    sender: SENDER,
    messages: mailbox.messages,
  };
}

/** Who asks, and in which version: the same for every path. */
function requestRefusal(request: SiteRequest, key: Uint8Array, clock: Clock): EmailRefusal | undefined {
  if (!checkSignature(request, key, clock.now())) return emailRefusals.denied;
  const version = request.url.searchParams.get('api-version');
  if (version === null) return emailRefusals.noApiVersion;
  return API_VERSIONS.has(version) ? undefined : emailRefusals.wrongApiVersion;
}

function forgetOldest(operations: Map<string, number>): void {
  if (operations.size <= MAX_OPERATIONS) return;
  const [oldest] = operations.keys();
  if (oldest !== undefined) operations.delete(oldest);
}
