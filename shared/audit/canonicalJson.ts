/**
 * JSON with its keys in code unit order and without what is undefined: a row that went through a table and came back hashes the same.
 * Written for speed: every record of the audit goes through it. @throws Error on numbers that JSON cannot say.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') return canonicalNumber(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  return Array.isArray(value) ? canonicalArray(value) : canonicalObject(value as Record<string, unknown>);
}

/** What JSON writes as it is, between quotation marks: no quotation mark, backslash, control character or surrogate. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON escapes exactly these.
const PLAIN = /^[^"\\\u0000-\u001f\ud800-\udfff]*$/;

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

function canonicalNumber(value: number): string {
  // What JSON says of a finite number is what String says, minus zero included.
  if (Number.isFinite(value)) return String(value);
  throw new Error(`expected a finite number in an audit record, saw ${value}; write null for what is unknown`);
}

function canonicalArray(items: readonly unknown[]): string {
  let text = '';
  for (const item of items) text += text === '' ? canonicalJson(item) : `,${canonicalJson(item)}`;
  return `[${text}]`;
}

function canonicalObject(members: Record<string, unknown>): string {
  let text = '';
  // Sorted by code units, as sort() does where it is not told otherwise.
  for (const key of Object.keys(members).sort()) {
    const member = members[key];
    if (member === undefined) continue;
    text += `${text === '' ? '' : ','}${quotedKey(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

/** The keys of records are few, and come again and again. */
const KEYS = new Map<string, string>();
const MOST_KEYS = 500;

function quotedKey(key: string): string {
  const known = KEYS.get(key);
  if (known !== undefined) return known;
  const text = quoted(key);
  if (KEYS.size < MOST_KEYS) KEYS.set(key, text);
  return text;
}
