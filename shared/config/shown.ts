/** What a message may show of a value that somebody wrote into the document: never something that looks like a secret. */

const SECRET_NAMES = /url|uri|password|pwd|secret|token|key|connectionstring|sig|credential|webhook/i;
const SECRET_VALUES = [
  /[a-z][a-z0-9+.-]*:\/\//i, // a URL: its query or its user part may be the secret
  /\b(accountkey|accesskey|sharedaccess\w*|password|pwd|sig|code|secret)\s*=/i,
  /\beyJ[A-Za-z0-9_-]{8,}/, // the beginning of every JSON web token
  /[A-Za-z0-9+/_-]{32,}/, // keys are long and without spaces
];
const LONGEST_SHOWN = 60;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Is this a value that must not be repeated, by its own look or by the name of the key it stands under? */
export function looksSecret(value: unknown, keyName = ''): boolean {
  if (typeof value !== 'string' && typeof value !== 'number') return false;
  if (SECRET_NAMES.test(keyName)) return true;
  const text = String(value);
  return !GUID.test(text) && SECRET_VALUES.some((pattern) => pattern.test(text));
}

/** A short description of a value: its kind, and the value itself where it is harmless. */
export function shown(value: unknown, keyName = ''): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'an empty value';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object') return 'a mapping';
  if (looksSecret(value, keyName)) return `a literal ${typeof value === 'string' ? 'text' : typeof value} (not shown)`;
  if (typeof value !== 'string') return `the ${typeof value} ${String(value)}`;
  if (value === '') return 'an empty text';
  return value.length > LONGEST_SHOWN ? `'${value.slice(0, LONGEST_SHOWN)}…'` : `'${value}'`;
}

/** A key as it may stand in a path. */
export function shownKey(key: string): string {
  return looksSecret(key) ? '(a key not shown)' : key;
}
