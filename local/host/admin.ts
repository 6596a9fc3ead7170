/** The host's own API under `/admin`, open to the master key alone. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { eventGridValue } from './eventGrid.ts';
import { type HttpAnswer, jsonAnswer } from './http/response.ts';
import type { Invocations, TriggerValue } from './invocations.ts';
import type { Permission } from './keys.ts';
import { queueMetadata } from './queue/message.ts';
import type { RegisteredFunction } from './worker/types.ts';

export interface AdminDependencies {
  functions: readonly RegisteredFunction[];
  invocations: Pick<Invocations, 'run'>;
  hostId: string;
  /** Reason per function that is not served. */
  faults: ReadonlyMap<string, string>;
  timerValue(fn: RegisteredFunction): Promise<TriggerValue>;
}

interface AdminRequest {
  method: string;
  pathname: string;
  body: Buffer;
  permission: Permission;
}

const VERSION = '4.0.0-local';
const instanceId = randomUUID();

/** Answers a request below `/admin`. `ping` is open to everyone, all else is 401 without the master key. */
export async function answerAdmin(request: AdminRequest, dependencies: AdminDependencies): Promise<HttpAnswer> {
  const path = request.pathname.replace(/\/+$/, '').toLowerCase();
  if (path === '/admin/host/ping') return jsonAnswer(200);
  if (request.permission.level !== 'admin') return jsonAnswer(401);
  if (path === '/admin/host/status' && request.method === 'GET') return jsonAnswer(200, hostStatus(dependencies));
  if (path === '/admin/functions' && request.method === 'GET') {
    return jsonAnswer(200, dependencies.functions.map(describe));
  }
  const name = /^\/admin\/functions\/([^/]+)$/.exec(path)?.[1];
  const fn = dependencies.functions.find((one) => one.name.toLowerCase() === name);
  if (!fn) return jsonAnswer(404);
  if (request.method === 'GET') return jsonAnswer(200, describe(fn));
  return request.method === 'POST' ? startFunction(fn, request.body, dependencies) : jsonAnswer(404);
}

function hostStatus({ hostId, faults }: AdminDependencies) {
  return {
    id: hostId,
    state: 'Running',
    version: VERSION,
    versionDetails: VERSION,
    instanceId,
    computerName: hostname(),
    processUptime: Math.round(process.uptime() * 1000),
    errors: [...faults].map(([name, message]) => `The '${name}' function is in error: ${message}`),
  };
}

function describe({ name, bindings }: RegisteredFunction) {
  return { name, config: { name, bindings }, language: 'node', isDisabled: false };
}

/** Starts a function that no HTTP request triggers. The answer, 202, comes before it has run. */
async function startFunction(
  fn: RegisteredFunction,
  body: Buffer,
  dependencies: AdminDependencies,
): Promise<HttpAnswer> {
  let content: unknown;
  try {
    content = JSON.parse(body.toString('utf8'));
  } catch {
    return jsonAnswer(400, { error: 'Expected a JSON body such as {"input":""}.' });
  }
  if (typeof content !== 'object' || content === null)
    return jsonAnswer(400, { error: 'Expected a JSON object with "input".' });
  const input: unknown = 'input' in content ? content.input : undefined;
  const type = fn.trigger.type.toLowerCase();
  if (type === 'httptrigger') return jsonAnswer(400, { error: `Call '${fn.name}' at its own route.` });
  const value = await triggerValue(
    fn,
    type,
    typeof input === 'string' ? input : JSON.stringify(input ?? ''),
    dependencies,
  );
  void dependencies.invocations.run(fn, value);
  return jsonAnswer(202);
}

async function triggerValue(
  fn: RegisteredFunction,
  type: string,
  text: string,
  { timerValue }: AdminDependencies,
): Promise<TriggerValue> {
  if (type === 'timertrigger') return timerValue(fn);
  if (type === 'queuetrigger') return { data: { string: text }, metadata: queueMetadata(text, { dequeueCount: 1 }) };
  if (type !== 'eventgridtrigger') return { data: { string: text } };
  try {
    return eventGridValue(JSON.parse(text));
  } catch {
    return { data: { string: text } };
  }
}
