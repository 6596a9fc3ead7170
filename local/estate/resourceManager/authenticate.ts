/** Who is asking? The check of the bearer token by Resource Manager, and by Azure Monitor. */
import { decodeToken } from '../identity/jsonWebToken.ts';
import type { TokenAuthority } from '../identity/types.ts';
import { ArmError } from './armError.ts';

/** What Resource Manager accepts as `aud`, with or without the last slash. */
const ARM_AUDIENCES: readonly string[] = ['https://management.azure.com', 'https://management.core.windows.net'];

const AUTHORITY = 'https://login.windows.net/';

/**
 * Answers the object id of the caller.
 * @param audiences what the token may be for
 * @throws ArmError 401, with the code that tells the fault and a WWW-Authenticate header. The token is never repeated.
 */
export function authenticate(
  authorization: string | undefined,
  tokens: TokenAuthority,
  audiences: readonly string[] = ARM_AUDIENCES,
): string {
  if (authorization === undefined || authorization === '') {
    throw unauthorized('AuthenticationFailed', 'The Authorization header is missing.');
  }
  const [scheme, token, ...rest] = authorization.trim().split(/\s+/);
  if (scheme?.toLowerCase() !== 'bearer' || token === undefined || rest.length > 0) {
    throw unauthorized('AuthenticationFailedInvalidHeader', "The Authorization header must be 'Bearer' and a token.");
  }
  const verdict = tokens.verify(token, [...audiences]);
  if (verdict.valid) return verdict.objectId;
  switch (verdict.fault) {
    case 'expired':
      throw unauthorized('ExpiredAuthenticationToken', expiredMessage(token));
    case 'audience':
      throw unauthorized('InvalidAuthenticationTokenAudience', verdict.reason);
    default:
      throw unauthorized('InvalidAuthenticationToken', `The access token is not valid. ${verdict.reason}`);
  }
}

function expiredMessage(token: string): string {
  const end = decodeToken(token)?.claims.exp;
  const when = typeof end === 'number' ? new Date(end * 1000).toISOString() : 'in the past';
  return `The access token expired: its end was ${when}.`;
}

function unauthorized(code: string, message: string): ArmError {
  const challenge = `Bearer authorization_uri="${AUTHORITY}", error="invalid_token", error_description="${message.replaceAll('"', "'")}"`;
  return new ArmError(401, code, message, { 'www-authenticate': challenge });
}
