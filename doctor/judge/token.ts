import type { Check } from '../types.ts';
import { passed, warned } from './checks.ts';

/** The parts of an access token that may be shown: whom it is for and whom it names. */
export interface TokenClaims {
  audience?: string;
  /** Object id of the identity. */
  objectId?: string;
}

/** Undefined for a token that cannot be read; its bearer need not be able to. */
export function readClaims(token: string): TokenClaims | undefined {
  try {
    const payload: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    if (typeof payload !== 'object' || payload === null) return undefined;
    const { aud, oid } = payload as Record<string, unknown>;
    return {
      ...(typeof aud === 'string' ? { audience: plain(aud) } : {}),
      ...(typeof oid === 'string' ? { objectId: plain(oid) } : {}),
    };
  } catch {
    return undefined;
  }
}

/**
 * @param scope what was asked for, for example `https://management.azure.com/.default`
 * @param isManaged false on a workstation, whose credentials are not the app's
 */
export function judgeToken(name: string, scope: string, token: string, isManaged = true): Check {
  const wanted = scope.replace(/\/*\.default$/, '');
  const expected = `a token for ${wanted}`;
  const claims = readClaims(token);
  if (claims?.audience === undefined) {
    return warned(
      name,
      expected,
      'a token whose audience cannot be read (not shown)',
      'Azure decides; the checks below show whether it takes it.',
    );
  }
  const { audience, objectId } = claims;
  const whose = isManaged
    ? ''
    : ', by the credentials of this machine: what they may do says nothing of what the app may do';
  const seen = `audience ${audience}${objectId === undefined ? '' : `, identity ${objectId}`}${whose}`;
  if (audience.replace(/\/+$/, '').toLowerCase() === wanted.toLowerCase()) return passed(name, expected, seen);
  return warned(name, expected, seen, "Check 'cloud' in the configuration: a token for another audience is refused.");
}

/** One short line: an issuer could put anything there. */
function plain(text: string): string {
  return text.replace(/[^\x21-\x7e]/g, '').slice(0, 120);
}
