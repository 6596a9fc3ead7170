import { hashOf } from './hashOf.ts';

/**
 * How many partitions the state is spread over, and so how many messages a sweep is shared out by: see docs/decisions/0006. Changing it
 * moves every record: a migration, not a setting.
 */
export const SHARD_COUNT = 6;

/** `00` … `05`, in order. */
export const SHARDS: readonly string[] = Array.from({ length: SHARD_COUNT }, (_, index) => shardName(index));

/**
 * The shard of a subject: a link by its linkKey, a database by `server/database`.
 * The hash is taken of the whole key. A linkKey holds both ends in sorted order, so it does not change when the roles swap; the
 * primary's server name alone would, and the database's name alone would put an estate of one name on many servers in one shard.
 * @returns one of SHARDS; the same for the same key (case does not count) in every process and version.
 */
export function shardOf(subjectKey: string): string {
  return shardName(hashOf(subjectKey) % SHARD_COUNT);
}

function shardName(index: number): string {
  return String(index).padStart(2, '0');
}
