/** Entra ID's signing key and its rules, for one tenant and one managed identity. */
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import type { Clock } from '../model/types.ts';
import { decodeToken, encodeToken, isSignedBy, type TokenClaims } from './jsonWebToken.ts';
import { APP_OBJECT_ID, TENANT_ID, type TokenAuthority, type TokenFault } from './types.ts';

/** The app registration behind the managed identity: `appid` in its tokens. */
export const APP_CLIENT_ID = '5d0c2b7e-3f61-4a88-b1c4-90e6d2a7f813';
/** Issuer of version 1 tokens, which managed identities get. */
export const ISSUER = `https://sts.windows.net/${TENANT_ID}/`;

/** Managed identities get tokens for a day. */
const DEFAULT_LIFETIME_MS = 24 * 3_600_000;
/** Entra ID dates tokens back by five minutes, against clocks that are a little behind. */
const BACKDATED_SECONDS = 300;

/**
 * A fresh key and everything signed by it: tokens of another estate, or of an earlier run, are refused.
 * Expiry is judged by the clock given.
 */
export function createTokenAuthority(options: { clock: Clock }): TokenAuthority {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const keyId = randomUUID();
  const nowSeconds = (): number => Math.floor(options.clock.now() / 1000);
  const refuse = (fault: TokenFault, reason: string) => ({ valid: false as const, reason, fault });

  return {
    issue(resource, { lifetimeMs = DEFAULT_LIFETIME_MS, objectId = APP_OBJECT_ID } = {}) {
      const now = nowSeconds();
      const claims: TokenClaims = {
        aud: resource,
        iss: ISSUER,
        iat: now - BACKDATED_SECONDS,
        nbf: now - BACKDATED_SECONDS,
        exp: now + Math.floor(lifetimeMs / 1000),
        appid: APP_CLIENT_ID,
        idp: ISSUER,
        idtyp: 'app',
        oid: objectId,
        sub: objectId,
        tid: TENANT_ID,
        uti: randomUUID(),
        ver: '1.0',
      };
      return encodeToken(claims, privateKey, keyId);
    },

    verify(token, audiences) {
      const decoded = decodeToken(token);
      if (decoded === undefined) return refuse('malformed', 'The token is not a JSON Web Token.');
      if (!isSignedBy(decoded, publicKey)) return refuse('signature', 'The token is not signed by this tenant.');
      const { aud, exp, nbf, iss, oid } = decoded.claims;
      if (iss !== ISSUER) return refuse('issuer', 'The token was issued by another tenant.');
      if (typeof nbf !== 'number' || nbf > nowSeconds()) return refuse('notYetValid', 'The token is not valid yet.');
      if (typeof exp !== 'number' || exp <= nowSeconds()) return refuse('expired', 'The token has expired.');
      if (!isAudienceAmong(aud, audiences)) {
        return refuse('audience', `The token is for "${String(aud)}", not for ${audiences.join(' or ')}.`);
      }
      return typeof oid === 'string'
        ? { valid: true, objectId: oid }
        : refuse('malformed', 'The token names no object.');
    },
  };
}

function isAudienceAmong(audience: unknown, audiences: string[]): boolean {
  return typeof audience === 'string' && audiences.some((each) => trimSlash(each) === trimSlash(audience));
}

/** `https://database.windows.net/` and `https://database.windows.net` are the same audience. */
function trimSlash(audience: string): string {
  return audience.toLowerCase().replace(/\/+$/, '');
}
