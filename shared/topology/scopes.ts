/** Which databases are watched. Patterns know `*` and `?`; case never counts. */
import type { Scope } from '../config/types.ts';

/** A server as far as scopes look at it; names in any case. */
export interface ScopedServer {
  subscriptionId: string;
  resourceGroup: string;
  server: string;
}

export interface ScopedDatabase extends ScopedServer {
  database: string;
  /** The database's own tags. */
  tags: Readonly<Record<string, string>>;
  /** The tags of its server: they count where the database has none of that name. */
  serverTags: Readonly<Record<string, string>>;
}

/** Does at least one scope watch this database? Every part that a scope gives must match. */
export function isWatched(database: ScopedDatabase, scopes: readonly Scope[]): boolean {
  return scopes.some((scope) => {
    const name = `${database.server}/${database.database}`;
    return serverFits(database, scope) && anyMatches(scope.databases, name) && tagsMatch(database, scope.tags);
  });
}

/** Could a database on this server be watched? Only such servers need to be read. */
export function mayHoldWatched(server: ScopedServer, scopes: readonly Scope[]): boolean {
  return scopes.some((scope) => {
    const serverParts = scope.databases.map((pattern) => pattern.slice(0, pattern.indexOf('/')));
    return serverFits(server, scope) && anyMatches(serverParts, server.server);
  });
}

/** The subscriptions that all scopes together look into, each once, lower case, sorted. */
export function subscriptionsOf(scopes: readonly Scope[]): string[] {
  return [...new Set(scopes.flatMap((scope) => scope.subscriptions.map((id) => id.toLowerCase())))].sort();
}

/** Does the whole text match the pattern? */
export function matchesPattern(pattern: string, text: string): boolean {
  return glob(pattern.toLowerCase(), text.toLowerCase());
}

function serverFits(server: ScopedServer, scope: Scope): boolean {
  return (
    scope.subscriptions.some((id) => id.toLowerCase() === server.subscriptionId.toLowerCase()) &&
    anyMatches(scope.resourceGroups, server.resourceGroup) &&
    anyMatches(scope.servers, server.server)
  );
}

/** No patterns: the scope does not give this part, so it does not narrow. */
function anyMatches(patterns: readonly string[], text: string): boolean {
  return patterns.length === 0 || patterns.some((pattern) => matchesPattern(pattern, text));
}

function tagsMatch(database: ScopedDatabase, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([name, pattern]) => {
    const value = tagValue(database.tags, name) ?? tagValue(database.serverTags, name);
    return value !== undefined && matchesPattern(pattern, value);
  });
}

/** Azure keeps tag names without regard to case. */
function tagValue(tags: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.entries(tags).find(([tag]) => tag.toLowerCase() === name.toLowerCase())?.[1];
}

/** Linear with one step back to the last `*`: a pattern can never take longer than text times pattern. */
function glob(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  let position = 0;
  while (position < text.length) {
    if (pattern[at] === '*') {
      star = at++;
      resume = position;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[position])) {
      at++;
      position++;
    } else if (star >= 0) {
      at = star + 1;
      position = ++resume;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}
