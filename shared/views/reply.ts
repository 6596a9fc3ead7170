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

/** Of a page's own script and style, as its policy names them: `sha256-…`. */
export interface PageHashes {
  /** Left out where the page has no script: then it asks nobody either. */
  script?: string;
  style: string;
}

/** The page may run its own script and style and talk to its own API; nothing else, nowhere else. */
export function pageReply(html: string, hashes: PageHashes): Reply {
  const policy = [
    "default-src 'none'",
    ...(hashes.script === undefined ? [] : [`script-src '${hashes.script}'`]),
    `style-src '${hashes.style}'`,
    ...(hashes.script === undefined ? [] : ["connect-src 'self'"]),
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
