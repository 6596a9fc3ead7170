/** Azure Resource Manager, for Microsoft.Sql: the site `management.azure.com`. */
import { randomUUID } from 'node:crypto';
import { APP_OBJECT_ID, type TokenAuthority } from '../identity/types.ts';
import { type EstateModel, RefusedByAzure } from '../model/types.ts';
import type { Site, SiteRequest, SiteResponse } from '../network/types.ts';
import { checkApiVersion } from './apiVersions.ts';
import { ArmError, armErrorBody, armErrorOf } from './armError.ts';
import { authenticate } from './authenticate.ts';
import { type FailoverCall, failoverCallOf } from './failoverCall.ts';
import { createGarbler } from './garble.ts';
import { assertScope } from './lookup.ts';
import { matchRoute } from './matchRoute.ts';
import { createOperationRegister } from './operationRegister.ts';
import { createPaginate } from './paging.ts';
import type { ArmContext, ArmResponse, LongRunningOptions } from './types.ts';

export interface ResourceManagerOptions {
  /** @default 100 */
  pageSize?: number;
  longRunning?: Partial<LongRunningOptions>;
  /** May this principal do this at this path? @default only the app's identity may, and everything */
  authorize?: Authorize;
  /** Hears of every request for a failover, whatever it was answered. */
  onFailoverCall?: (call: FailoverCall) => void;
}

type Authorize = (objectId: string, action: string, path: string) => boolean;

const DEFAULT_PAGE_SIZE = 100;
const DEFAULT_LONG_RUNNING: LongRunningOptions = { retryAfterSeconds: 1, headers: 'both', addresses: 'absolute' };
/** What a throttled caller is told to wait. */
const THROTTLED_RETRY_AFTER_SECONDS = 5;

/** Answers what the model says, in Azure's shapes and with Azure's refusals. Changes nothing but by `model.failover`. */
export function createResourceManager(
  model: EstateModel,
  tokens: TokenAuthority,
  options: ResourceManagerOptions = {},
): Site {
  const context: ArmContext = {
    model,
    paginate: createPaginate(options.pageSize ?? DEFAULT_PAGE_SIZE),
    operations: createOperationRegister(),
    longRunning: { ...DEFAULT_LONG_RUNNING, ...options.longRunning },
  };
  const garbler = createGarbler();
  const authorize = options.authorize ?? ((objectId) => objectId === APP_OBJECT_ID);
  return {
    names: ['management.azure.com'],
    region: 'global',
    handle: async (request) => {
      const state = model.resourceManagerState();
      if (state === 'silent') return { silent: true };
      if (state === 'garbage' && garbler.intercepts(request.method)) return garbler.page();
      const answered = answer(request, context, tokens, authorize);
      const call = failoverCallOf(request, answered.status, model.clock.now());
      if (call) options.onFailoverCall?.(call);
      const response = toSiteResponse(answered, request);
      return state === 'garbage' ? garbler.truncate(response) : response;
    },
  };
}

function answer(request: SiteRequest, context: ArmContext, tokens: TokenAuthority, authorize: Authorize): ArmResponse {
  try {
    return dispatch(request, context, tokens, authorize);
  } catch (error) {
    const refusal = error instanceof RefusedByAzure ? armErrorOf(error.refusal) : error;
    if (!(refusal instanceof ArmError)) throw error;
    return { status: refusal.status, headers: refusal.headers, body: armErrorBody(refusal) };
  }
}

function dispatch(site: SiteRequest, context: ArmContext, tokens: TokenAuthority, authorize: Authorize): ArmResponse {
  const { model } = context;
  if (model.resourceManagerState() === 'unavailable') {
    throw new ArmError(503, 'ServiceUnavailable', 'Resource Manager cannot process the request at the moment.');
  }
  const objectId = authenticate(site.headers.authorization, tokens);
  if (model.resourceManagerState() === 'throttled') {
    const retryAfter = { 'retry-after': String(THROTTLED_RETRY_AFTER_SECONDS) };
    const message = 'More requests were made for this subscription than can be processed; try again later.';
    throw new ArmError(429, 'SubscriptionTooManyRequests', message, retryAfter);
  }
  const { url, method } = site;
  const { route, parameters } = matchRoute(method, url.pathname);
  const apiVersion = checkApiVersion(url.searchParams, route.type, route.apiVersions);
  const request = { method, url, parameters, apiVersion };
  if (!authorize(objectId, route.action, url.pathname)) {
    const message = `The client with object id '${objectId}' may not perform '${route.action}' over '${url.pathname}', or the scope is not valid.`;
    throw new ArmError(403, 'AuthorizationFailed', message);
  }
  assertScope(request, model);
  return route.handle(request, context);
}

function toSiteResponse({ status, headers, body }: ArmResponse, request: SiteRequest): SiteResponse {
  return {
    status,
    headers: {
      'cache-control': 'no-cache',
      'x-ms-request-id': randomUUID(),
      'x-ms-correlation-request-id': request.headers['x-ms-correlation-request-id'] ?? randomUUID(),
      ...(body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
}
