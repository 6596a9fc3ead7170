import { databaseKey } from '../topology/linkKey.ts';
import { parseDatabaseId, parseServerId } from '../topology/resourceId.ts';
import type { DatabaseRef } from '../topology/types.ts';
import type { Part } from './alertFields.ts';
import { databaseScope } from './databaseScope.ts';
import { evidenceId } from './evidenceId.ts';
import { ALERT_AGAINST_LIFETIME_MS, ALERT_LIFETIME_MS } from './lifetimes.ts';
import type { Evidence, EvidenceSource, EvidenceVote } from './types.ts';

/** What an alert is read against. */
export interface AlertSurroundings {
  /** The databases that discovery knows: an alert about a server speaks for those on it. */
  databases: ReadonlyArray<DatabaseRef & { region: string }>;
  nowMs: number;
}

/** What every alert has, checked. */
export interface Envelope {
  monitoringService: string;
  ended: boolean;
  targets: string[];
  essentials: Part;
  context: Part;
}

/** What one kind of alert said. */
export interface AlertSaid {
  evidence: Evidence[];
  /** Sentences for the log: what was understood and says nothing about an outage of ours. */
  ignored: string[];
}

/** What was said, before it has an identity. */
export interface Word {
  source: EvidenceSource;
  scope: Evidence['scope'];
  /** Of the thing that is reported, so that its end replaces its beginning. */
  reporter: string;
  vote: EvidenceVote;
  sinceMs: number;
  atMs: number;
  sentence: string;
}

/**
 * Evidence that was told once: it is as old as Azure's own stamp says, however late it came, so that an alert that was hours on its way
 * says nothing any more. A stamp in the future is drawn back to now.
 */
export function alertEvidence(word: Word, nowMs: number): Evidence {
  const atMs = Math.min(word.atMs, nowMs);
  const lifetimeMs = word.vote === 'against' ? ALERT_AGAINST_LIFETIME_MS : ALERT_LIFETIME_MS;
  return {
    id: evidenceId(word.source, word.scope, word.reporter),
    source: word.source,
    vote: word.vote,
    scope: word.scope,
    sinceMs: Math.min(word.sinceMs, atMs),
    atMs,
    expiresAtMs: atMs + lifetimeMs,
    path: 'azure',
    sentence: word.sentence,
  };
}

/** Resource ids of databases and servers, as the databases that are watched; what is neither, or not ours, is said. */
export function targetScopes(
  targets: readonly string[],
  { databases }: AlertSurroundings,
): { scopes: Array<Evidence['scope'] & { kind: 'database' }>; ignored: string[] } {
  const scopes = new Map<string, Evidence['scope'] & { kind: 'database' }>();
  const ignored: string[] = [];
  for (const target of targets) {
    const wanted = parseDatabaseId(target) ?? parseServerId(target);
    if (wanted === undefined) {
      ignored.push('One of its targets is neither a database nor a server of Azure SQL.');
      continue;
    }
    const found = databases.filter((one) => one.server.toLowerCase() === wanted.server && isOn(one, wanted));
    if (found.length === 0) ignored.push(`It is about ${nameOf(wanted)}, which is not watched.`);
    for (const one of found) scopes.set(databaseKey(one), databaseScope(one));
  }
  return { scopes: [...scopes.values()], ignored };
}

type Wanted = { server: string; database?: string };

function isOn(one: DatabaseRef, wanted: Wanted): boolean {
  return wanted.database === undefined || wanted.database === one.database.toLowerCase();
}

function nameOf(wanted: Wanted): string {
  return wanted.database === undefined ? wanted.server : `${wanted.server}/${wanted.database}`;
}
