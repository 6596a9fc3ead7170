/** The Event Grid extension's webhook: `/runtime/webhooks/EventGrid?functionName=NAME&code=KEY`. */
import type { HttpAnswer } from './http/response.ts';
import { jsonAnswer, textAnswer } from './http/response.ts';
import type { Invocations } from './invocations.ts';
import { EVENT_GRID_KEY, type Permission } from './keys.ts';
import type { RegisteredFunction } from './worker/types.ts';

interface WebhookRequest {
  method: string;
  url: URL;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
  permission: Permission;
}

/**
 * Answers one request of Event Grid: the handshakes of both schemas, and notifications, whose events run in parallel,
 * one invocation each. One failure is 500, and Event Grid sends the whole batch again.
 */
export async function answerEventGrid(
  request: WebhookRequest,
  functions: readonly RegisteredFunction[],
  invocations: Pick<Invocations, 'run'>,
): Promise<HttpAnswer> {
  if (!mayCall(request.permission)) return jsonAnswer(401);
  const asked = [...request.url.searchParams].find(([name]) => name.toLowerCase() === 'functionname')?.[1] ?? '';
  const fn = functions.find(({ name }) => name.toLowerCase() === asked.toLowerCase());
  if (fn?.trigger.type.toLowerCase() !== 'eventgridtrigger') return textAnswer(404, `cannot find function: '${asked}'`);
  if (request.method === 'OPTIONS') return acceptOrigin(request);
  const kind = String(request.headers['aeg-event-type'] ?? '').toLowerCase();
  if (kind === 'unsubscribe') return jsonAnswer(202);
  if (kind !== 'subscriptionvalidation' && kind !== 'notification') return jsonAnswer(400);
  let content: unknown;
  try {
    content = JSON.parse(request.body.toString('utf8'));
  } catch {
    return textAnswer(400, 'The body is no JSON.');
  }
  return kind === 'notification' ? dispatch(fn, content, invocations) : validate(content);
}

function mayCall(permission: Permission): boolean {
  return permission.level === 'admin' || (permission.level === 'system' && permission.name === EVENT_GRID_KEY);
}

/** The abuse protection of CloudEvents webhooks: the sender asks, the receiver names who may send. */
function acceptOrigin({ headers }: WebhookRequest): HttpAnswer {
  const origin = headers['webhook-request-origin'];
  const allowed = typeof origin === 'string' ? origin : 'eventgrid.azure.net';
  return { status: 200, headers: { 'webhook-allowed-origin': allowed }, body: undefined };
}

/** The handshake of the Event Grid schema: the code comes back. Its data may arrive as JSON within a text. */
function validate(content: unknown): HttpAnswer {
  const event: unknown = Array.isArray(content) ? content[0] : content;
  const data = field(event, 'data');
  const code = field(typeof data === 'string' ? safeParse(data) : data, 'validationCode');
  return typeof code === 'string'
    ? jsonAnswer(200, { validationResponse: code })
    : textAnswer(400, 'There is no data.validationCode.');
}

async function dispatch(
  fn: RegisteredFunction,
  content: unknown,
  invocations: Pick<Invocations, 'run'>,
): Promise<HttpAnswer> {
  const events: unknown[] = Array.isArray(content) ? content : [content];
  // A function that declares cardinality "many" takes the batch as one value.
  const values = fn.trigger.cardinality === 'many' ? [events] : events;
  const results = await Promise.all(values.map((value) => invocations.run(fn, eventGridValue(value))));
  const failed = results.find((result) => result.status === 'failure');
  return failed ? textAnswer(500, failed.exception.message) : jsonAnswer(202);
}

/** An event as the trigger's value: unconverted, whichever schema it has; its data also as metadata. */
export function eventGridValue(event: unknown) {
  const data = Array.isArray(event) ? event.map((one) => field(one, 'data') ?? null) : (field(event, 'data') ?? null);
  return { data: { string: JSON.stringify(event) }, metadata: { data: { json: JSON.stringify(data) } } };
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function safeParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
