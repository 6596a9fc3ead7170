/** What an HTTP function answers, before the Functions library makes a response of it. */
import { problemDetails } from './problemDetails.ts';

export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Nothing that is shown here may be kept: a cached status is an old one taken for new. */
export const FRESH = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

export function jsonReply(status: number, value: unknown): Reply {
  return {
    status,
    headers: { ...FRESH, 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(value),
  };
}

/** RFC 9457. The detail says what was expected, what was seen and what to do. */
export function problemReply(status: number, title: string, detail: string, more: Record<string, unknown> = {}): Reply {
  return {
    status,
    headers: { ...FRESH, 'content-type': 'application/problem+json; charset=utf-8' },
    body: JSON.stringify(problemDetails(status, title, detail, more)),
  };
}

/** The page may run its own script and style and talk to its own API; nothing else, nowhere else. */
export function pageReply(html: string, hashes: { script: string; style: string }): Reply {
  const policy = [
    "default-src 'none'",
    `script-src '${hashes.script}'`,
    `style-src '${hashes.style}'`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  return {
    status: 200,
    headers: {
      ...FRESH,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'referrer-policy': 'no-referrer',
    },
    body: html,
  };
}
