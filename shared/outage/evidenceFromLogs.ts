import type { LogQuery } from '../config/types.ts';
import { databaseKey } from '../topology/linkKey.ts';
import { regionName } from '../topology/regionName.ts';
import type { DatabaseRef } from '../topology/types.ts';
import { evidenceId } from './evidenceId.ts';
import type { LogHit } from './logPorts.ts';
import type { Evidence } from './types.ts';

const MINUTE_MS = 60_000;

/** What a query is read against. */
export interface LogSurroundings {
  /** What discovery knows; what a row names besides says nothing to us. */
  databases: ReadonlyArray<DatabaseRef & { region: string }>;
  /** All that is stored. */
  stored: readonly Evidence[];
  nowMs: number;
}

/**
 * What the rows of a query say of an outage, where its owner says that they do: for each watched database or region that a row names, that
 * it is down; for each that was named before and is not now, that it says nothing any more. A query never says that something is alive: no
 * row may mean that nobody wrote any.
 */
export function evidenceFromLogs(query: LogQuery, hits: readonly LogHit[], surroundings: LogSurroundings): Evidence[] {
  const { nowMs, stored } = surroundings;
  const scopes = query.evidence === 'none' ? [] : scopesOf(query.evidence, hits, surroundings);
  const down = new Map(scopes.map((scope) => [evidenceId('logQuery', scope, query.name), scope] as const));
  const said = [...down].map(([id, scope]): Evidence => ({ ...worded(query, id, scope, nowMs), vote: 'down' }));
  const over = stored
    .filter(({ source, vote }) => source === 'logQuery' && vote === 'down')
    .filter(({ id, scope }) => id === evidenceId('logQuery', scope, query.name) && !down.has(id))
    .map(({ id, scope }): Evidence => ({ ...worded(query, id, scope, nowMs), vote: 'none' }));
  return [...said, ...over];
}

/** Said again at the pace of the query; one that was missed does not silence it, two do. */
function worded(
  { name, everyMs }: LogQuery,
  id: string,
  scope: Evidence['scope'],
  nowMs: number,
): Omit<Evidence, 'vote'> {
  const what = scope.kind === 'region' ? `the region ${scope.region}` : databaseKey(scope);
  return {
    id,
    source: 'logQuery',
    scope,
    sinceMs: nowMs,
    atMs: nowMs,
    expiresAtMs: nowMs + 2 * everyMs + MINUTE_MS,
    path: 'azure',
    sentence: `The log query "${name}" on ${what}.`,
  };
}

function scopesOf(
  kind: 'database' | 'region',
  hits: readonly LogHit[],
  { databases }: LogSurroundings,
): Evidence['scope'][] {
  if (kind === 'region') {
    const watched = new Set(databases.map(({ region }) => regionName(region)));
    const named = new Set(hits.flatMap(({ region }) => (region === undefined ? [] : [regionName(region)])));
    return [...named].filter((region) => watched.has(region)).map((region) => ({ kind, region }));
  }
  const named = new Set(
    hits.flatMap(({ server, database }) =>
      server === undefined || database === undefined ? [] : [databaseKey({ server: shortName(server), database })],
    ),
  );
  return databases
    .filter((database) => named.has(databaseKey(database)))
    .map(({ server, database, region }) => ({
      kind,
      server: server.toLowerCase(),
      database: database.toLowerCase(),
      region: regionName(region),
    }));
}

/** Logs name the logical server with or without its domain. */
function shortName(server: string): string {
  return server.split('.')[0] ?? server;
}
