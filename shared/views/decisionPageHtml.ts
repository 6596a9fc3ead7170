/** The frame of every page on which a person decides: no script, one style, nothing from elsewhere. */
import { createHash } from 'node:crypto';
import { DECISION_STYLE } from './decisionPageStyle.ts';
import { FRESH, type Reply } from './reply.ts';

/** Markup that was made here. Everything else is text, and escaped. */
export class Html {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
}

type Piece = Html | string | number | readonly Html[];

/** A template whose values are escaped, unless they are markup of ours. A database may be called `<script>`. */
export function html(texts: TemplateStringsArray, ...pieces: Piece[]): Html {
  return new Html(texts.reduce((whole, text, at) => whole + rendered(pieces[at - 1]) + text));
}

function rendered(piece: Piece | undefined): string {
  if (piece === undefined) return '';
  if (piece instanceof Html) return piece.markup;
  if (typeof piece === 'string' || typeof piece === 'number') return escaped(String(piece));
  return piece.map(({ markup }) => markup).join('');
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

const STYLE_HASH = `sha256-${createHash('sha256').update(DECISION_STYLE).digest('base64')}`;

const POLICY = [
  "default-src 'none'",
  `style-src '${STYLE_HASH}'`,
  // The empty icon, without which a browser would ask for one.
  'img-src data:',
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** One whole page. It is kept nowhere, named to nobody, and shown in no frame: its address is a key. */
export function decisionReply(status: number, title: string, body: Html): Reply {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Geowarden</title>
<link rel="icon" href="data:,">
<style>${new Html(DECISION_STYLE)}</style>
</head>
<body><main>${body}</main></body>
</html>
`;
  return {
    status,
    headers: {
      ...FRESH,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': POLICY,
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    },
    body: page.markup,
  };
}
