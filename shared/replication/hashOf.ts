/**
 * A whole number from 0 to 2^32 - 1, spread evenly; the same for the same key (case does not count) in every process and version.
 * FNV-1a over UTF-8, 32 bits, with a final mix: the low bits alone are uneven for keys that differ in one digit.
 */
export function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(key.toLowerCase())) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b) >>> 0;
  return (hash ^ (hash >>> 13)) >>> 0;
}
