/**
 * The signed link with which a person decides: `payload.signature`, both base64url. HMAC-SHA256 under a key that only this deployment has.
 * Whoever holds it may decide, so it expires, is good for one incident, one plan and one page, and is used once. Opening the page uses
 * nothing: mail scanners open links. The token is a secret and must not be logged.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ApprovalClaims } from './types.ts';

/** Bytes of the output of SHA-256: a shorter key would be the weaker part (RFC 2104). */
const LEAST_KEY_BYTES = 32;
/** Longer texts are no token of ours. */
const LONGEST_TOKEN = 4096;
/** Keeps a signature from counting for anything else that is ever signed with the same key. */
const PURPOSE = 'geowarden approval token 1\n';

export type TokenRefusal = 'forged' | 'expired' | 'otherIncident' | 'otherPage' | 'otherPlan' | 'used';

export type TokenAnswer =
  | { ok: true; claims: ApprovalClaims }
  /** `claims` only where the signature holds. */
  | { ok: false; reason: TokenRefusal; sentence: string; claims?: ApprovalClaims };

export interface TokenContext {
  nowMs: number;
  incidentId: string;
  page: string;
  /** Of the plan of this moment; null when there is none any more. */
  currentFingerprint: string | null;
  isUsed: (tokenId: string) => boolean;
}

/** @throws RangeError for a key shorter than 32 bytes or claims that could not be read back. */
export function signApprovalToken(claims: ApprovalClaims, key: Uint8Array): string {
  checkKey(key);
  const fields = fieldsOf(claims);
  if (readClaims(JSON.stringify(fields)) === undefined) {
    throw new RangeError('Expected claims with texts that are not empty and a finite time of expiry; saw others.');
  }
  const payload = Buffer.from(JSON.stringify(fields), 'utf8').toString('base64url');
  const token = `${payload}.${signature(payload, key).toString('base64url')}`;
  if (token.length > LONGEST_TOKEN)
    throw new RangeError(`Expected a token of at most ${LONGEST_TOKEN} letters; saw ${token.length}.`);
  return token;
}

/**
 * Is this our token, still good, and for this very decision? The signature is judged first, in constant time; before it holds, nothing the
 * text says is believed or answered.
 * @throws RangeError for a key shorter than 32 bytes
 */
export function verifyApprovalToken(token: string, key: Uint8Array, context: TokenContext): TokenAnswer {
  checkKey(key);
  const claims = token.length > LONGEST_TOKEN ? undefined : signedClaims(token, key);
  if (claims === undefined)
    return { ok: false, reason: 'forged', sentence: 'This link was not made by this deployment, or was changed.' };
  const no = (reason: TokenRefusal, sentence: string): TokenAnswer => ({ ok: false, reason, sentence, claims });
  if (claims.incidentId !== context.incidentId) return no('otherIncident', 'This link is for another incident.');
  if (claims.page !== context.page) return no('otherPage', 'This link is for another page.');
  if (context.isUsed(claims.tokenId)) return no('used', 'This link has been used: a decision was made with it.');
  if (!(context.nowMs < claims.expiresAtMs))
    return no('expired', 'This link has expired. Ask for a new one on the incident page.');
  if (claims.fingerprint !== context.currentFingerprint) {
    return no(
      'otherPlan',
      'The state has moved since this plan was shown: there is another plan now. You will be asked again.',
    );
  }
  return { ok: true, claims };
}

function signedClaims(token: string, key: Uint8Array): ApprovalClaims | undefined {
  const [payload, given, ...rest] = token.split('.');
  if (payload === undefined || given === undefined || rest.length > 0) return undefined;
  const expected = signature(payload, key).toString('base64url');
  // Compared as text: base64url has several spellings of the same bytes, and one token must have one text.
  const [a, b] = [Buffer.from(given, 'utf8'), Buffer.from(expected, 'utf8')];
  if (a.length !== b.length || !timingSafeEqual(a, b)) return undefined;
  return readClaims(Buffer.from(payload, 'base64url').toString('utf8'));
}

function signature(payload: string, key: Uint8Array): Buffer {
  return createHmac('sha256', key).update(PURPOSE).update(payload).digest();
}

function fieldsOf({ tokenId, incidentId, fingerprint, page, expiresAtMs }: ApprovalClaims): unknown[] {
  return [tokenId, incidentId, fingerprint, page, expiresAtMs];
}

function readClaims(json: string): ApprovalClaims | undefined {
  let fields: unknown;
  try {
    fields = JSON.parse(json);
  } catch {
    return undefined;
  }
  if (!Array.isArray(fields) || fields.length !== 5) return undefined;
  const [tokenId, incidentId, fingerprint, page, expiresAtMs]: unknown[] = fields;
  if (!isText(tokenId) || !isText(incidentId) || !isText(fingerprint) || !isText(page)) return undefined;
  if (typeof expiresAtMs !== 'number' || !Number.isFinite(expiresAtMs)) return undefined;
  return { tokenId, incidentId, fingerprint, page, expiresAtMs };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function checkKey(key: Uint8Array): void {
  if (key.byteLength < LEAST_KEY_BYTES) {
    throw new RangeError(
      `Expected a key of at least ${LEAST_KEY_BYTES} bytes for approval links; saw ${key.byteLength}. Set a longer one.`,
    );
  }
}
