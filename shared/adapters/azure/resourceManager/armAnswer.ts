/** What Resource Manager's answers to a call, and to a look at its long-running operation, mean. Pure. */
import type { PipelineResponse } from '@azure/core-rest-pipeline';
import type { CallAnswer, PollAnswer } from '../../../operations/ports.ts';
import { parseRetryAfter } from './retryAfter.ts';

/** What Azure SQL says where it says nothing else (docs of the operations: 15 seconds). */
const DEFAULT_RETRY_AFTER_MS = 15_000;
/** A longer wait would hold up a rescue; asking earlier costs one read. */
const LONGEST_RETRY_AFTER_MS = 60_000;
/** The gateway's own word: what stands behind it may have taken the call all the same. */
const GATEWAY = new Set([408, 502, 504]);
/** Nothing about the operation: the look at it did not succeed. */
const LOOK_AGAIN = new Set([408, 429, 502, 503, 504]);

/** @param home gives the absolute address, and throws when it is not Resource Manager's. */
export function readCallAnswer(
  response: PipelineResponse,
  home: (address: string) => string,
  nowMs: number,
): CallAnswer {
  const { status } = response;
  if (status === 202) return accepted(response, home, nowMs);
  const body = bodyOf(response);
  if (status === 204 || ((status === 200 || status === 201) && body !== undefined)) return { kind: 'done' };
  const said = errorOf(body);
  const isRefusal = status >= 400 && !GATEWAY.has(status) && (said !== undefined || status < 500);
  if (!isRefusal)
    return { kind: 'lost', message: `Resource Manager's answer of status ${status} says nothing about the call.` };
  const { code, message } = said ?? {
    code: `Http${status}`,
    message: `Status ${status} without an error of Resource Manager.`,
  };
  return { kind: 'refused', code, httpStatus: status, message };
}

/** The state of the operation behind `Azure-AsyncOperation` (always 200, the state in the body) or `Location` (202 until it is over). */
export function readPollAnswer(response: PipelineResponse, nowMs: number): PollAnswer {
  const { status } = response;
  const running = { kind: 'running', retryAfterMs: waitOf(response, nowMs) } as const;
  if (status === 202 || LOOK_AGAIN.has(status)) return running;
  const body = bodyOf(response);
  if (status === 204) return { kind: 'succeeded' };
  if (status === 200 || status === 201) {
    if (body === undefined) return lostLook(status);
    const state = fields(body).status;
    // Without a state it is the resource itself: the operation is over.
    if (typeof state !== 'string' || /^succeeded$/i.test(state)) return { kind: 'succeeded' };
    if (!/^(failed|cancell?ed)$/i.test(state)) return running;
    return { kind: 'failed', ...(errorOf(body) ?? { code: state, message: `The operation ended as ${state}.` }) };
  }
  const said = errorOf(body);
  // 401 and 403 are our own trouble, 404 is an operation that was forgotten: what became of it can only be read.
  if (said === undefined || status < 400 || status === 401 || status === 403 || status === 404)
    return lostLook(status, said?.code);
  return { kind: 'failed', ...said };
}

function accepted(response: PipelineResponse, home: (address: string) => string, nowMs: number): CallAnswer {
  const { headers } = response;
  // The state in a body is plainer than a status: the first is taken where Azure offers both.
  const address = headers.get('azure-asyncoperation') ?? headers.get('location');
  if (!address)
    return { kind: 'lost', message: 'Resource Manager accepted the call, but told no address to follow it at.' };
  try {
    return { kind: 'accepted', pollUrl: home(address), retryAfterMs: waitOf(response, nowMs) };
  } catch {
    return {
      kind: 'lost',
      message:
        'Resource Manager accepted the call, but told an address of another host to follow it at, which is not asked.',
    };
  }
}

function waitOf(response: PipelineResponse, nowMs: number): number {
  const asked = parseRetryAfter(response.headers.get('retry-after'), nowMs) ?? DEFAULT_RETRY_AFTER_MS;
  return Math.min(asked, LONGEST_RETRY_AFTER_MS);
}

function lostLook(status: number, code?: string): PollAnswer {
  const seen = code === undefined ? `status ${status}` : `status ${status} (${code})`;
  return { kind: 'lost', message: `Resource Manager answered ${seen}, which says nothing about the operation.` };
}

/** An object, or nothing: a proxy's page is no answer of Azure. */
function bodyOf(response: PipelineResponse): object | undefined {
  try {
    const body: unknown = JSON.parse(response.bodyAsText ?? '');
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

/** `{ error: { code, message } }`, as the common error response of Resource Manager has it. */
function errorOf(body: object | undefined): { code: string; message: string } | undefined {
  const { code, message } = fields(fields(body).error);
  if (typeof code !== 'string' || !/^[\w.-]{1,100}$/.test(code)) return undefined;
  return { code, message: typeof message === 'string' ? oneLine(message) : code };
}

/** At most 300 characters, and nothing that looks like a token or a signature. */
function oneLine(text: string): string {
  const line = text
    .replace(/\s+/g, ' ')
    .replace(/eyJ[\w-]+(\.[\w-]+)*/g, '…')
    .replace(/([?&](sig|code|key)=)[^&\s]+/gi, '$1…')
    .trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
