const encoder = new TextEncoder();

/**
 * A whole number from 0 to 2^32 - 1, spread evenly; the same for the same key (case does not count) in every process and version.
 * FNV-1a over UTF-8, 32 bits, with a final mix: the low bits alone are uneven for keys that differ in one digit.
 */
export function hashOf(key: string): number {
  const text = key.toLowerCase();
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    // A sweep asks several times for each link, and nearly all names are ASCII: those need no bytes of their own.
    if (unit > 0x7f) return mixed(hashOfBytes(encoder.encode(text.slice(at)), hash));
    hash = Math.imul(hash ^ unit, 0x01000193) >>> 0;
  }
  return mixed(hash);
}

function hashOfBytes(bytes: Uint8Array, begun: number): number {
  let hash = begun;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}

function mixed(hash: number): number {
  const half = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b) >>> 0;
  return (half ^ (half >>> 13)) >>> 0;
}
