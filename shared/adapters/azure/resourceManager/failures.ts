/** From what the SDK throws to ReadFailure: whose trouble it is, and what to do about it. */

import { DeadlineExceeded } from '../../../limits/withDeadline.ts';
import { ReadFailure, type ReadFailureKind } from '../../../topology/errors.ts';
import { IdentityFailure } from '../identity/errors.ts';

/** What a message needs to be of use: what was asked. */
export interface Request {
  /** For example `the servers of subscription 5f3d…`. */
  what: string;
  /** What to do, where it is not what helps with Resource Manager. */
  advice?: Partial<Record<ReadFailureKind, string>>;
}

const ADVICE: Record<ReadFailureKind, string> = {
  identity: 'Give the app an identity that can get tokens.',
  unauthorised: "The token was refused: check the cloud and the tenant of the app's identity.",
  forbidden: "Give the app's identity the Reader role there.",
  notFound: 'Check the subscription id and the scope; what was deleted disappears with the next sweep.',
  throttled: 'Azure limits reads per subscription; the next sweep tries again. A longer discovery interval helps.',
  unavailable: "This is Azure's trouble; the next sweep tries again.",
  timeout: 'The next sweep tries again; discovery.timeout sets the limit.',
  unreachable: "Check the app's network: DNS, outbound rules and certificates.",
  garbage: 'Something between the app and Azure may answer in its place: check proxies.',
  other: 'The next sweep tries again.',
};

/** Any error thrown while reading. A ReadFailure is returned as it is. */
export function readFailure(error: unknown, request: Request): ReadFailure {
  if (error instanceof ReadFailure) return error;
  const { kind, seen, status, code } = classify(error);
  return new ReadFailure(kind, `Expected ${request.what}; ${seen}. ${request.advice?.[kind] ?? ADVICE[kind]}`, {
    ...(status === undefined ? {} : { status }),
    ...(code === undefined ? {} : { code }),
  });
}

export function garbageFailure(seen: string, request: Request): ReadFailure {
  return new ReadFailure(
    'garbage',
    `Expected ${request.what}; saw ${seen}. ${request.advice?.garbage ?? ADVICE.garbage}`,
  );
}

const PARSE_ERROR = 'PARSE_ERROR';

interface Classified {
  kind: ReadFailureKind;
  seen: string;
  status?: number;
  code?: string;
}

function classify(error: unknown): Classified {
  if (error instanceof IdentityFailure) return { kind: 'identity', seen: `no token: ${error.message}` };
  if (error instanceof DeadlineExceeded)
    return { kind: 'timeout', seen: `no answer came within ${error.timeoutMs} ms` };
  if (!(error instanceof Error)) return { kind: 'other', seen: 'an unknown failure' };
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : undefined;
  const code = plainCode(error);
  // The SDK's own code for a body it cannot parse; the status of such an answer still counts.
  if (code === PARSE_ERROR && (status === undefined || status < 400)) {
    return { kind: 'garbage', seen: 'an answer that is not JSON' };
  }
  if (status !== undefined) {
    const azureCode: { code?: string } = code === undefined || code === PARSE_ERROR ? {} : { code };
    return { kind: kindOfStatus(status), seen: saidBy(status, azureCode.code), status, ...azureCode };
  }
  if (error.name === 'AbortError') return { kind: 'timeout', seen: 'the request was given up' };
  if (code !== undefined) return { kind: 'unreachable', seen: `no connection (${code})`, code };
  return { kind: 'other', seen: error.name };
}

function kindOfStatus(status: number): ReadFailureKind {
  if (status === 401) return 'unauthorised';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'notFound';
  if (status === 429) return 'throttled';
  if (status === 408) return 'timeout';
  if (status >= 500) return 'unavailable';
  return status >= 200 && status < 400 ? 'garbage' : 'other';
}

function saidBy(status: number, code: string | undefined): string {
  return code === undefined ? `Azure answered ${status}` : `Azure answered ${status} (${code})`;
}

/** A code is a name and safe to show; Azure's message, and a code that is more than a name, are not ours to repeat. */
function plainCode(error: Error): string | undefined {
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^\w{1,80}$/.test(code) ? code : undefined;
}
