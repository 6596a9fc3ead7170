import type { Check } from '../types.ts';

const HIDDEN = '(not shown)';
/** A shorter one would also be found in ordinary words. */
const SHORTEST_SECRET = 6;

/**
 * The last guard: whatever a server or a driver may have quoted, no known secret and nothing that looks like a token leaves the process.
 * @param secrets values, in any order; those under six characters are not looked for
 */
export function redact(check: Check, secrets: readonly string[]): Check {
  const longestFirst = secrets.filter(({ length }) => length >= SHORTEST_SECRET).sort((a, b) => b.length - a.length);
  const clean = (text: string) =>
    longestFirst
      .reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text)
      .replace(/\beyJ[\w-]{8,}(\.[\w-]+)*/g, HIDDEN)
      .replace(/\b(sig|accountkey|accesskey|password|pwd)=[^&;\s]+/gi, `$1=${HIDDEN}`);
  return {
    name: clean(check.name),
    result: check.result,
    expected: clean(check.expected),
    seen: clean(check.seen),
    advice: clean(check.advice),
  };
}
