import { hash } from 'node:crypto';
import { databaseKey } from '../topology/linkKey.ts';
import { regionName } from '../topology/regionName.ts';
import type { Evidence, EvidenceSource } from './types.ts';

const HEX_DIGITS = 32;

/**
 * The identity of what one reporter says about one thing from one source: a later report has the same id and replaces it.
 * Letters, digits and one hyphen: safe as a table key, and its source can be read.
 */
export function evidenceId(source: EvidenceSource, scope: Evidence['scope'], reporter: string): string {
  // JSON keeps the parts apart whatever characters they hold.
  const text = JSON.stringify([source, scopeKey(scope), reporter]);
  const known = KNOWN.get(text);
  if (known !== undefined) return known;
  const id = `${source}-${hash('sha256', text, 'hex').slice(0, HEX_DIGITS)}`;
  if (KNOWN.size < MOST_KNOWN) KNOWN.set(text, id);
  return id;
}

/** The same few reporters say something of the same databases again and again. */
const KNOWN = new Map<string, string>();
const MOST_KNOWN = 5_000;

/** `region/northeurope` or `database/server/name`, lower case: the same thing has the same key whoever names it. */
export function scopeKey(scope: Evidence['scope']): string {
  return scope.kind === 'region' ? `region/${regionName(scope.region)}` : `database/${databaseKey(scope)}`;
}
