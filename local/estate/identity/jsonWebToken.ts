/** JSON Web Tokens in their compact form (RFC 7515, 7519), signed with RS256 as Entra ID signs. */
import { type KeyObject, sign, verify } from 'node:crypto';

export type TokenClaims = Record<string, unknown>;

interface DecodedToken {
  header: TokenClaims;
  claims: TokenClaims;
  signedPart: string;
  signature: Uint8Array;
}

/** More than any token of the estate; what is longer is not looked at. */
const TOKEN_LENGTH_LIMIT = 16_384;
const SEGMENT = /^[A-Za-z0-9_-]+$/;

/** Signs the claims; `keyId` goes into the header as `kid`. */
export function encodeToken(claims: TokenClaims, privateKey: KeyObject, keyId: string): string {
  const signedPart = `${encodeSegment({ typ: 'JWT', alg: 'RS256', kid: keyId })}.${encodeSegment(claims)}`;
  return `${signedPart}.${sign('RSA-SHA256', Buffer.from(signedPart), privateKey).toString('base64url')}`;
}

/** Reads a token without trusting it; undefined when it is not one. */
export function decodeToken(token: string): DecodedToken | undefined {
  if (token.length > TOKEN_LENGTH_LIMIT) return undefined;
  const [head, body, tail, ...rest] = token.split('.');
  if (head === undefined || body === undefined || tail === undefined || rest.length > 0) return undefined;
  const header = decodeSegment(head);
  const claims = decodeSegment(body);
  if (header === undefined || claims === undefined || !SEGMENT.test(tail)) return undefined;
  return { header, claims, signedPart: `${head}.${body}`, signature: Buffer.from(tail, 'base64url') };
}

/** True when the key made the signature, and with the algorithm we use: a header that says `none` is not believed. */
export function isSignedBy(token: DecodedToken, publicKey: KeyObject): boolean {
  return (
    token.header.alg === 'RS256' && verify('RSA-SHA256', Buffer.from(token.signedPart), publicKey, token.signature)
  );
}

function encodeSegment(value: TokenClaims): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decodeSegment(segment: string): TokenClaims | undefined {
  if (!SEGMENT.test(segment)) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(segment, 'base64url').toString('utf8'));
    return isClaims(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isClaims(value: unknown): value is TokenClaims {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
