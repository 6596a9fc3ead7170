import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { SiteRequest } from '../network/types.ts';

/** How far a request's clock may be off. */
const MAX_SKEW_MS = 15 * 60_000;
const AUTHORIZATION = /^HMAC-SHA256 SignedHeaders=([^&]+)&Signature=([A-Za-z0-9+/=]+)$/;
const REQUIRED = ['x-ms-date', 'host', 'x-ms-content-sha256'];

/**
 * Is the request signed with the resource's access key, its body as signed and its date near?
 * The scheme is that of Communication Services ("Sign an HTTP request"): an HMAC-SHA256 over method, path with query,
 * and the values of the signed headers.
 */
export function checkSignature({ method, url, headers, body }: SiteRequest, key: Uint8Array, nowMs: number): boolean {
  const [, names, signature] = AUTHORIZATION.exec(headers.authorization ?? '') ?? [];
  if (names === undefined || signature === undefined) return false;
  const signedHeaders = names.toLowerCase().split(';');
  if (!REQUIRED.every((name) => signedHeaders.includes(name))) return false;
  const dateMs = Date.parse(headers['x-ms-date'] ?? '');
  // Written so that a date that is none (NaN) does not pass.
  if (!(Math.abs(nowMs - dateMs) <= MAX_SKEW_MS)) return false;
  if (createHash('sha256').update(body).digest('base64') !== headers['x-ms-content-sha256']) return false;
  const values = signedHeaders.map((name) => headers[name] ?? '').join(';');
  const expected = createHmac('sha256', key).update(`${method}\n${url.pathname}${url.search}\n${values}`).digest();
  const given = Buffer.from(signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
