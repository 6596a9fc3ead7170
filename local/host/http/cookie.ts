/** A cookie of the library's, as a Set-Cookie header. */
import type { RpcHttpCookie } from '../worker/types.ts';

/** The library's word for SameSite=None is `explicitNone`; its `none` means that nothing was said. */
const SAME_SITE: Record<string, string> = { lax: 'Lax', strict: 'Strict', explicitnone: 'None' };

export function formatCookie(cookie: RpcHttpCookie): string {
  const parts = [`${cookie.name}=${encodeURIComponent(cookie.value ?? '')}`];
  if (cookie.maxAge) parts.push(`Max-Age=${cookie.maxAge.value}`);
  if (cookie.domain) parts.push(`Domain=${cookie.domain.value}`);
  if (cookie.path) parts.push(`Path=${cookie.path.value}`);
  if (cookie.expires) parts.push(`Expires=${new Date(cookie.expires.value.seconds * 1000).toUTCString()}`);
  if (cookie.httpOnly?.value) parts.push('HttpOnly');
  if (cookie.secure?.value) parts.push('Secure');
  const sameSite = SAME_SITE[cookie.sameSite?.toLowerCase() ?? ''];
  if (sameSite) parts.push(`SameSite=${sameSite}`);
  return parts.join('; ');
}
