/** Azure Monitor's metrics: a site in every region, `REGION.metrics.monitor.azure.com`, which falls with its region. */
import { APP_OBJECT_ID, type TokenAuthority } from '../identity/types.ts';
import type { Site, SiteRequest, SiteResponse } from '../network/types.ts';
import { ArmError, armErrorBody } from '../resourceManager/armError.ts';
import { authenticate } from '../resourceManager/authenticate.ts';
import { answerBatch } from './answer.ts';
import type { MetricsSource } from './minutes.ts';
import { readQuestion } from './question.ts';

const AUDIENCES = ['https://metrics.monitor.azure.com'];
const RETRY_AFTER_SECONDS = 5;

export function createMetrics(source: MetricsSource, tokens: TokenAuthority): Site[] {
  return source.model.definition.regions.map((region) => ({
    names: [`${region}.metrics.monitor.azure.com`],
    region,
    handle: async (request) => {
      if (source.model.monitorState().becomes === 'silent') return { silent: true };
      return answer(() => {
        authorize(request, source, tokens);
        return answerBatch(readQuestion(request, source.model, region), source);
      });
    },
  }));
}

/** The token first, then whether anybody is served, then the role. */
function authorize({ headers, url }: SiteRequest, { model }: MetricsSource, tokens: TokenAuthority): void {
  const objectId = authenticate(headers.authorization, tokens, AUDIENCES);
  const { becomes } = model.monitorState();
  if (becomes === 'unavailable') throw new ArmError(503, 'ServiceUnavailable', 'Metrics cannot be read at the moment.');
  if (becomes === 'throttled') {
    const retryAfter = { 'retry-after': String(RETRY_AFTER_SECONDS) };
    throw new ArmError(
      429,
      'TooManyRequests',
      'More metrics were asked for than can be read; try again later.',
      retryAfter,
    );
  }
  if (becomes === 'denied' || objectId !== APP_OBJECT_ID) {
    const message = `The client with object id '${objectId}' may not perform 'Microsoft.Insights/metrics/read' over '${url.pathname}'.`;
    throw new ArmError(403, 'AuthorizationFailed', message);
  }
}

function answer(work: () => unknown): SiteResponse {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  try {
    return { status: 200, headers, body: JSON.stringify(work()) };
  } catch (error) {
    if (!(error instanceof ArmError)) throw error;
    return {
      status: error.status,
      headers: { ...headers, ...error.headers },
      body: JSON.stringify(armErrorBody(error)),
    };
  }
}
