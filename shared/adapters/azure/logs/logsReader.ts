/** Azure Monitor's logs: one query, one answer. */
import type { HttpClient } from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';
import type { LogsQueryClient, LogsQueryResult } from '@azure/monitor-query-logs';
import { CLOUDS } from '../../../config/clouds.ts';
import type { Cloud } from '../../../config/types.ts';
import type { LogAnswer, LogsReader } from '../../../outage/logPorts.ts';
import { ReadFailure } from '../../../topology/errors.ts';
import { type Request, readFailure } from '../resourceManager/failures.ts';
import { type ReadLimits, readBounded } from '../resourceManager/readBounded.ts';
import { firstNumber } from './firstNumber.ts';
import { hitsOf } from './hits.ts';

export interface LogsReaderOptions {
  cloud: Cloud;
  credential: TokenCredential;
  limits: ReadLimits;
  /** For tests that answer without a network. */
  httpClient?: HttpClient;
}

const SECOND = 1_000;
const SPAN = { duration: 'P1D' };

const ADVICE = {
  identity: 'Give the app an identity that can get tokens.',
  unauthorised: "The token was refused: check the cloud and the tenant of the app's identity.",
  forbidden: "Give the app's identity the role Log Analytics Data Reader on the workspace.",
  notFound: 'Check the id of the workspace: it is the workspace id on its overview page, not the name.',
  throttled: 'Azure limits queries; it is run again when it is next due. A longer interval helps.',
  unavailable: "This is Azure's trouble; the query is run again when it is next due.",
  timeout: 'The query is run again when it is next due; a shorter span or fewer rows help.',
  other: 'Run the query in the Logs page of the workspace: it says what is wrong with it.',
} satisfies Request['advice'];

/** Nothing is loaded and nobody is asked before the first query. See LogsReader. */
export function createLogsReader(options: LogsReaderOptions): LogsReader {
  let client: Promise<LogsQueryClient> | undefined;
  return {
    async run({ name, workspaceId, query }) {
      const request: Request = { what: `an answer to the log query "${name}"`, advice: ADVICE };
      try {
        const { timeoutMs } = options.limits;
        return await readBounded(request, options.limits, async () => {
          client ??= createClient(options);
          // The library drops an abort signal: its own timeout ends the connection when we no longer wait for it.
          const bounded = {
            requestOptions: { timeout: timeoutMs },
            serverTimeoutInSeconds: Math.ceil(timeoutMs / SECOND),
          };
          return answerOf(await (await client).queryWorkspace(workspaceId, query, SPAN, bounded), request);
        });
      } catch (error) {
        const { kind, message } = readFailure(error, request);
        return { ok: false, kind, message };
      }
    },
  };
}

async function createClient({ cloud, credential, httpClient }: LogsReaderOptions): Promise<LogsQueryClient> {
  const { LogsQueryClient } = await import('./sdk.ts');
  const { logsUrl } = CLOUDS[cloud];
  return new LogsQueryClient(credential, {
    endpoint: `${logsUrl}/v1`,
    credentials: { scopes: [`${logsUrl}/.default`] },
    retryOptions: { maxRetries: 0 },
    // The token is for this host.
    redirectOptions: { maxRetries: 0 },
    userAgentOptions: { userAgentPrefix: 'geowarden' },
    ...(httpClient ? { httpClient } : {}),
  });
}

/** @throws ReadFailure for a part of an answer: a count over half of the rows is a wrong number. */
function answerOf(result: LogsQueryResult, request: Request): LogAnswer {
  if (!('tables' in result)) {
    throw new ReadFailure('other', `Expected ${request.what}; Azure gave a part of the rows only. ${ADVICE.timeout}`);
  }
  const [table] = result.tables;
  return { ok: true, rows: table?.rows.length ?? 0, value: firstNumber(table), hits: hitsOf(table) };
}
