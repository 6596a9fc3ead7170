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
  const key = scopeKey(scope);
  const saying = `${source} ${key}`;
  const known = KNOWN.get(saying)?.get(reporter);
  if (known !== undefined) return known;
  // JSON keeps the parts apart whatever characters they hold.
  const text = JSON.stringify([source, key, reporter]);
  const id = `${source}-${hash('sha256', text, 'hex').slice(0, HEX_DIGITS)}`;
  if (knownIds < MOST_KNOWN) remember(saying, reporter, id);
  return id;
}

/** The same few reporters say something of the same databases again and again. By what is spoken of, then by reporter. */
const KNOWN = new Map<string, Map<string, string>>();
const MOST_KNOWN = 5_000;
let knownIds = 0;

function remember(saying: string, reporter: string, id: string): void {
  const byReporter = KNOWN.get(saying) ?? new Map<string, string>();
  KNOWN.set(saying, byReporter.set(reporter, id));
  knownIds += 1;
}

/** `region/northeurope` or `database/server/name`, lower case: the same thing has the same key whoever names it. */
export function scopeKey(scope: Evidence['scope']): string {
  return scope.kind === 'region' ? `region/${regionName(scope.region)}` : `database/${databaseKey(scope)}`;
}
