import { createHash } from 'node:crypto';

/**
 * Prefixes keep the kinds of one partition apart, and in ranges of their own: subject, outbox, app state, evidence, incident, operation
 * in progress or past, entry of the audit chain. What is kept together of subjects comes right after them: both are one range.
 */
export type RowKind = 's' | 't' | 'o' | 'a' | 'e' | 'i' | 'p' | 'c';

/** RowKey may hold 1 KiB; what is longer keeps its beginning, for people, and a hash, for identity. */
const LONGEST = 480;
const BEGINNING = 400;

/**
 * A key that Azure Tables accepts: `/`, `\`, `#`, `?`, `%` and control characters are not allowed in a RowKey
 * (learn.microsoft.com, "Understanding the Table service data model"). Everything but letters, digits and `- . _ ~` becomes `!` and its
 * UTF-8 bytes in hexadecimal: two different keys never meet.
 */
export function rowKey(kind: RowKind, key: string): string {
  const encoded = key.replace(/[^A-Za-z0-9._~-]/gu, (character) =>
    [...new TextEncoder().encode(character)].map((byte) => `!${byte.toString(16).padStart(2, '0')}`).join(''),
  );
  if (encoded.length <= LONGEST) return `${kind}-${encoded}`;
  const hash = createHash('sha256').update(key).digest('hex');
  return `${kind}-${encoded.slice(0, BEGINNING)}!!${hash}`;
}

/** An OData filter for every row of a kind in a partition, or of the kinds up to another one. */
export function rangeOf(partition: string, kind: RowKind, last: RowKind = kind): string {
  // `.` is the character after `-`.
  return `PartitionKey eq '${partition}' and RowKey ge '${kind}-' and RowKey lt '${last}.'`;
}
