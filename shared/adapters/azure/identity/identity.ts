/** Who the app is: one credential for everything, with tokens for Resource Manager and for SQL. */
import type { AccessToken, TokenCredential } from '@azure/identity';
import { CLOUDS } from '../../../config/clouds.ts';
import type { Cloud } from '../../../config/types.ts';
import { DeadlineExceeded, withDeadline } from '../../../limits/withDeadline.ts';
import { nodeTimer } from '../../nodeTimer.ts';
import { createCredential } from './credential.ts';
import { IdentityFailure } from './errors.ts';
import { createTokenCache } from './tokenCache.ts';

export interface Identity {
  /** For the Azure SDKs; answers from the same cache. @throws IdentityFailure */
  readonly credential: TokenCredential;
  /** A token whose audience is Resource Manager. @throws IdentityFailure */
  resourceManagerToken(): Promise<string>;
  /** A token for logins to Azure SQL. @throws IdentityFailure */
  sqlToken(): Promise<string>;
}

export interface IdentityOptions {
  cloud: Cloud;
  /** App settings: which endpoint there is, and `AZURE_CLIENT_ID` for a user-assigned identity. @default process.env */
  settings?: Readonly<Record<string, string | undefined>>;
  /** The longest wait for one token. @default 10000 */
  timeoutMs?: number;
  /** The credential to ask. @default by the settings, see credential.ts */
  source?: () => Promise<TokenCredential>;
  /** Epoch milliseconds. @default Date.now */
  now?: () => number;
}

const DEFAULT_TIMEOUT_MS = 10_000;

/** Nothing is loaded and nobody is asked before the first token is wanted. */
export function createIdentity(options: IdentityOptions): Identity {
  const { cloud, settings = process.env, timeoutMs = DEFAULT_TIMEOUT_MS, now = Date.now } = options;
  const makeSource = options.source ?? (() => createCredential(cloud, settings));
  let source: Promise<TokenCredential> | undefined;
  const acquire = async (scope: string): Promise<AccessToken> => {
    try {
      return await withDeadline(nodeTimer, timeoutMs, async (abortSignal) => {
        source ??= makeSource();
        const token = await (await source).getToken(scope, { abortSignal });
        if (!token) throw new IdentityFailure('refused', 'expected a token; the credential gave none');
        return token;
      });
    } catch (error) {
      throw identityFailure(error, settings);
    }
  };
  const cache = createTokenCache(acquire, now);
  const tokenFor = async (scope: string): Promise<string> => (await cache.get(scope)).token;
  return {
    credential: {
      async getToken(scopes) {
        const [scope = '', ...more] = typeof scopes === 'string' ? [scopes] : scopes;
        if (more.length > 0) throw new IdentityFailure('refused', `expected one scope; saw ${more.length + 1}`);
        return cache.get(scope);
      },
    },
    resourceManagerToken: () => tokenFor(CLOUDS[cloud].resourceManagerScope),
    sqlToken: () => tokenFor(CLOUDS[cloud].sqlScope),
  };
}

function identityFailure(error: unknown, settings: Readonly<Record<string, string | undefined>>): IdentityFailure {
  if (error instanceof IdentityFailure) return error;
  const where = settings.IDENTITY_ENDPOINT ? 'the managed identity endpoint' : 'the credentials of this machine';
  const advice = settings.IDENTITY_ENDPOINT
    ? 'check that the app has an identity, and AZURE_CLIENT_ID where it has more than one'
    : 'sign in with az login, or give the app a managed identity';
  if (error instanceof DeadlineExceeded) {
    return new IdentityFailure(
      'timeout',
      `expected a token from ${where} within ${error.timeoutMs} ms; none came. It is tried again at the next sweep; ${advice}.`,
    );
  }
  const code = networkCode(error);
  if (code !== undefined) {
    return new IdentityFailure(
      'unreachable',
      `expected ${where} to answer; it cannot be reached (${code}). It is tried again at the next sweep; ${advice}.`,
    );
  }
  // The library's message can quote the answer, and an answer can hold a token: only its name is passed on.
  const name = error instanceof Error ? error.name : typeof error;
  return new IdentityFailure('refused', `expected a token from ${where}; it refused (${name}); ${advice}.`);
}

const NETWORK_CODES =
  /^(ECONN\w*|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|REQUEST_SEND_ERROR|UND_ERR_\w+)$/;

/** The network's error code, wherever in the chain of causes it stands. */
function networkCode(error: unknown): string | undefined {
  let current: unknown = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth++) {
    const code = 'code' in current ? String(current.code) : '';
    if (NETWORK_CODES.test(code)) return code;
    const named = /\b(ECONN[A-Z]+|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)\b/.exec(current.message);
    if (named) return named[1];
    current = current.cause;
  }
  return undefined;
}
