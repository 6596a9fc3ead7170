/** What the App Service identity endpoint answers: pure, so that every refusal can be read in one place. */
import { timingSafeEqual } from 'node:crypto';
import { decodeToken } from './jsonWebToken.ts';
import { isKnownResource } from './knownResources.ts';
import type { TokenAuthority } from './types.ts';

/** The only version that App Service and Functions still serve with IDENTITY_ENDPOINT. */
const IDENTITY_API_VERSION = '2019-08-01';
export const IDENTITY_PATH = '/msi/token';

export interface IdentityQuestion {
  method: string;
  url: URL;
  /** `x-identity-header`, undefined when it was not sent. */
  identityHeader: string | undefined;
}

export interface IdentityAnswer {
  status: number;
  body: Record<string, unknown>;
}

/** Names that ask for a user-assigned identity; the estate's app has a system-assigned one only. */
const USER_ASSIGNED_PARAMETERS = ['client_id', 'clientid', 'principal_id', 'object_id', 'mi_res_id', 'msi_res_id'];

/**
 * @param secret what IDENTITY_HEADER was set to.
 * @param correlationId goes into refusals, as App Service does.
 */
export function answerManagedIdentity(
  question: IdentityQuestion,
  context: { secret: string; tokens: TokenAuthority; clientId: string; correlationId: string },
): IdentityAnswer {
  const refuse = (statusCode: number, message: string): IdentityAnswer => ({
    status: statusCode,
    body: { statusCode, message, correlationId: context.correlationId },
  });
  if (question.url.pathname !== IDENTITY_PATH) return refuse(404, `There is nothing at ${question.url.pathname}.`);
  if (question.method !== 'GET') return refuse(405, `The identity endpoint answers GET, not ${question.method}.`);
  if (!isSameSecret(question.identityHeader, context.secret)) {
    return refuse(401, 'The X-IDENTITY-HEADER header is missing or does not match IDENTITY_HEADER.');
  }
  const { searchParams } = question.url;
  const version = searchParams.get('api-version');
  if (version !== IDENTITY_API_VERSION) {
    return refuse(400, `The api-version must be ${IDENTITY_API_VERSION}; "${version ?? ''}" was asked for.`);
  }
  const userAssigned = USER_ASSIGNED_PARAMETERS.find((name) => searchParams.has(name));
  if (userAssigned !== undefined) {
    return refuse(400, `No managed identity is assigned with this ${userAssigned}: the app has a system-assigned one.`);
  }
  const resource = searchParams.get('resource');
  if (resource === null || resource === '') return refuse(400, 'The resource parameter is required.');
  if (!isKnownResource(resource)) {
    return refuse(400, `AADSTS500011: the tenant has no service principal for the resource "${resource}".`);
  }
  return { status: 200, body: tokenBody(context.tokens.issue(resource), resource, context.clientId) };
}

function tokenBody(token: string, resource: string, clientId: string): Record<string, unknown> {
  return {
    access_token: token,
    client_id: clientId,
    expires_on: String(decodeToken(token)?.claims.exp),
    resource,
    token_type: 'Bearer',
  };
}

function isSameSecret(given: string | undefined, secret: string): boolean {
  if (given === undefined) return false;
  const [left, right] = [Buffer.from(given), Buffer.from(secret)];
  return left.length === right.length && timingSafeEqual(left, right);
}
