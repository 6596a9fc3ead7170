/**
 * Failover of one replication link, asked of the server that is to become primary (Replication Links - Failover and Failover Allow Data Loss,
 * api-version 2025-01-01). A call is sent once: whatever goes wrong with it is an answer, and settled by reading.
 */
import type { HttpClient } from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';
import type { Cloud } from '../../../config/types.ts';
import type { CallAnswer, FailoverCalls } from '../../../operations/ports.ts';
import { databaseKey } from '../../../topology/linkKey.ts';
import { parseDatabaseId } from '../../../topology/resourceId.ts';
import { readCallAnswer, readPollAnswer } from './armAnswer.ts';
import { candidateOf, databasePath, readCandidateLink, readOperationInProgress } from './candidateLinks.ts';
import { type ReadLimits, readBounded } from './readBounded.ts';
import { homeUrl, NothingSent, type SendOptions, sendOnce } from './sendOnce.ts';

export interface FailoverCallsOptions {
  cloud: Cloud;
  credential: TokenCredential;
  /** The one call, its token included, is given up after this. @default 30_000, as the operation's rules assume */
  callTimeoutMs?: number;
  /** For one look at a long-running operation. @default 15_000 */
  pollTimeoutMs?: number;
  /** For reading links: attempts and waits included. @default 15 s, 2 attempts */
  reads?: ReadLimits;
  /** For tests that answer without a network. */
  httpClient?: HttpClient;
  /** Epoch milliseconds. @default Date.now */
  now?: () => number;
}

const API_VERSION = '2025-01-01';
const ACTION = { planned: 'failover', forced: 'forceFailoverAllowDataLoss' } as const;
const DEFAULT_CALL_TIMEOUT_MS = 30_000;
const DEFAULT_POLL_TIMEOUT_MS = 15_000;
const DEFAULT_READS: ReadLimits = { timeoutMs: 15_000, attempts: 2 };

/** Promises what FailoverCalls says. Nothing is loaded or asked before the first call. */
export function createFailoverCalls(options: FailoverCallsOptions): FailoverCalls {
  const { cloud, credential, httpClient, now = Date.now, reads = DEFAULT_READS } = options;
  const within = (timeoutMs: number): SendOptions => ({
    cloud,
    credential,
    timeoutMs,
    ...(httpClient === undefined ? {} : { httpClient }),
  });
  const home = (address: string) => homeUrl(address, cloud);
  return {
    findLink: async (link) => {
      const what = `the replication links of ${databaseKey(link.secondary)}`;
      candidateOf(link);
      const [found, operationInProgress] = await Promise.all([
        readBounded({ what }, reads, () => unwrapped(readCandidateLink(link, within(reads.timeoutMs)))),
        readOperationInProgress(link, within(reads.timeoutMs)),
      ]);
      if (found === undefined) return undefined;
      return { linkId: found.id, role: found.role, state: found.replicationState, operationInProgress };
    },
    start: async (link, linkId, mode) => {
      const candidate = databaseKey(link.secondary);
      const path = linkPath(linkId, candidate);
      if (path === undefined) return notOfCandidate(candidate);
      try {
        const address = `${path}/${ACTION[mode]}?api-version=${API_VERSION}`;
        const response = await sendOnce('POST', address, within(options.callTimeoutMs ?? DEFAULT_CALL_TIMEOUT_MS));
        return readCallAnswer(response, home, now());
      } catch (error) {
        return { kind: 'lost', message: unanswered(error) };
      }
    },
    poll: async (pollUrl) => {
      try {
        return readPollAnswer(
          await sendOnce('GET', pollUrl, within(options.pollTimeoutMs ?? DEFAULT_POLL_TIMEOUT_MS)),
          now(),
        );
      } catch (error) {
        return { kind: 'lost', message: unanswered(error) };
      }
    },
  };
}

const LINK_ID = /^(.+)\/replicationLinks\/([^/]+)$/i;

/** Undefined when the id is not one of the candidate: nobody judged the database that it would move. */
function linkPath(linkId: string, candidate: string): string | undefined {
  const [, databaseId = '', name = ''] = LINK_ID.exec(linkId) ?? [];
  const place = parseDatabaseId(databaseId);
  if (place === undefined || databaseKey(place) !== candidate) return undefined;
  return `${databasePath(place)}/replicationLinks/${encodeURIComponent(name)}`;
}

/** Reading knows a failure of the identity by its own class. */
async function unwrapped<Result>(reading: Promise<Result>): Promise<Result> {
  try {
    return await reading;
  } catch (error) {
    throw error instanceof NothingSent ? error.cause : error;
  }
}

function notOfCandidate(candidate: string): CallAnswer {
  const message = `Expected the link's id as the server of ${candidate} names it, saw another one. Nothing was sent.`;
  return { kind: 'refused', code: 'NotOfCandidate', httpStatus: 0, message };
}

/** A name and a code only: an error of the network may hold the request, and the request holds the token. */
function unanswered(error: unknown): string {
  if (error instanceof NothingSent) return `Nothing was sent: ${error.message}`;
  if (!(error instanceof Error)) return 'Resource Manager gave no answer.';
  const code = 'code' in error && typeof error.code === 'string' && /^\w{1,80}$/.test(error.code) ? error.code : '';
  if (error.name === 'DeadlineExceeded' || error.name === 'ForeignAddress')
    return `Resource Manager: ${error.message}.`;
  return `Resource Manager gave no answer (${code || error.name}).`;
}
