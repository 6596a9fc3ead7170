import { databaseKey } from '../topology/linkKey.ts';
import { matchesPattern } from '../topology/scopes.ts';
import type { DatabaseRef, Topology } from '../topology/types.ts';
import type { RecoveryGroup } from './types.ts';

type Known = Pick<Topology, 'links' | 'unprotected'>;

/**
 * The primaries of a group, each once, sorted by name; also those without any link, for they cannot move and must be seen. A pair of
 * databases stays in its group through role swaps: a pattern may name either end, as the one that was primary when it was written.
 */
export function membersOf({ databases }: Pick<RecoveryGroup, 'databases'>, topology: Known): readonly DatabaseRef[] {
  const known = FOUND.get(topology)?.get(databases);
  if (known !== undefined) return known;
  const found = find(databases, topology);
  const ofTopology = FOUND.get(topology) ?? new WeakMap<readonly string[], readonly DatabaseRef[]>();
  FOUND.set(topology, ofTopology.set(databases, found));
  return found;
}

/** Each group asks for its own members several times, and for those of every other group: neither changes once it was read. */
const FOUND = new WeakMap<Known, WeakMap<readonly string[], readonly DatabaseRef[]>>();

function find(patterns: readonly string[], topology: Known): DatabaseRef[] {
  const isNamed = (database: DatabaseRef) => patterns.some((pattern) => matchesPattern(pattern, databaseKey(database)));
  const found = new Map<string, DatabaseRef>();
  for (const { primary, secondary } of topology.links) {
    if (isNamed(primary) || isNamed(secondary)) found.set(databaseKey(primary), reference(primary));
  }
  for (const database of topology.unprotected) {
    if (isNamed(database)) found.set(databaseKey(database), reference(database));
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, database]) => database);
}

/**
 * The members of a group that another group claims as well. The configuration forbids patterns that meet, but two groups can still
 * meet in one pair of databases, one naming each end.
 */
export function contestedMembers(
  group: Pick<RecoveryGroup, 'name' | 'databases'>,
  groups: ReadonlyArray<Pick<RecoveryGroup, 'name' | 'databases'>>,
  topology: Known,
): DatabaseRef[] {
  const others = groups.filter(({ name }) => name !== group.name).flatMap((other) => membersOf(other, topology));
  if (others.length === 0) return [];
  const claimed = new Set(others.map(databaseKey));
  return membersOf(group, topology).filter((member) => claimed.has(databaseKey(member)));
}

function reference({ server, database }: DatabaseRef): DatabaseRef {
  return { server, database };
}
