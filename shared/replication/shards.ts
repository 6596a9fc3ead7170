/** How many partitions the state is spread over. Changing it moves every record: a migration, not a setting. */
export const SHARD_COUNT = 16;

/** `00` … `15`, in order. */
export const SHARDS: readonly string[] = Array.from({ length: SHARD_COUNT }, (_, index) => shardName(index));

/**
 * The shard of a subject: a link by its linkKey, a database by `server/database`.
 * The hash is taken of the whole key. A linkKey holds both ends in sorted order, so it does not change when the roles swap; the
 * primary's server name alone would, and the database's name alone would put an estate of one name on many servers in one shard.
 * @returns one of SHARDS; the same for the same key (case does not count) in every process and version.
 */
export function shardOf(subjectKey: string): string {
  return shardName(fnv1a(subjectKey.toLowerCase()) % SHARD_COUNT);
}

function shardName(index: number): string {
  return String(index).padStart(2, '0');
}

/** FNV-1a over UTF-8, 32 bits, with a final mix: the low bits alone are uneven for keys that differ in one digit. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b) >>> 0;
  return (hash ^ (hash >>> 13)) >>> 0;
}
