/** Azure's names and ports as one vantage region reaches them: which loopback port serves which (name, port). */
import { isIP, isIPv4 } from 'node:net';
import type { NameMapEntry } from '../../estate/types.ts';

/** What becomes of a connection to (host, port). */
type Destination =
  /** The host is this machine already: connect as asked. */
  | { kind: 'loopback' }
  | { kind: 'mapped'; port: number }
  /** The name is known, but nothing serves that port. */
  | { kind: 'refused' }
  | { kind: 'unknownName' }
  /** A literal address that is not this machine: nothing leaves it. */
  | { kind: 'unreachable' };

export interface NameMap {
  /** The private address that stands for a mapped name; undefined when the name is not mapped. */
  addressOf(name: string): string | undefined;
  destination(host: string, port: number): Destination;
}

/** 127.77.0.1 to 127.77.255.254: loopback on Linux, and nobody's by convention. */
const PRIVATE_PREFIX = '127.77.';
const MOST_NAMES = 65_000;

/** Whether a host is this machine: `localhost`, 127.0.0.0/8, ::1, or no host at all (which Node reads as localhost). */
export function isLoopback(host: string): boolean {
  const bare = normalise(host);
  if (bare === '' || bare === 'localhost' || bare === '::1') return true;
  const mapped = bare.startsWith('::ffff:') ? bare.slice('::ffff:'.length) : bare;
  return isIPv4(mapped) && mapped.startsWith('127.');
}

/**
 * Builds the map. A name is matched without case and without its final dot; an exact name comes before a wildcard, a
 * longer wildcard before a shorter one, port by port.
 */
export function createNameMap(entries: readonly NameMapEntry[]): NameMap {
  const exact = new Map<string, Map<number, number>>();
  const wildcard = new Map<string, Map<number, number>>();
  for (const { name, port, to } of entries) {
    const table = name.startsWith('*.') ? wildcard : exact;
    const key = normalise(name.startsWith('*.') ? name.slice(1) : name);
    const ports = table.get(key) ?? new Map<number, number>();
    table.set(key, ports.set(port, to));
  }
  const suffixes = [...wildcard].sort(([a], [b]) => b.length - a.length);
  const addresses = new Map<string, string>();
  const names = new Map<string, string>();

  const tablesFor = (name: string) => {
    const own = exact.get(name);
    const below = suffixes.filter(([suffix]) => name.endsWith(suffix) && name.length > suffix.length);
    return [...(own ? [own] : []), ...below.map(([, ports]) => ports)];
  };

  const addressOf = (host: string) => {
    const name = normalise(host);
    const known = addresses.get(name);
    if (known !== undefined || tablesFor(name).length === 0) return known;
    if (addresses.size >= MOST_NAMES) throw new Error(`More than ${MOST_NAMES} different mapped names were looked up.`);
    const number = addresses.size + 1;
    const address = `${PRIVATE_PREFIX}${number >> 8}.${number & 255}`;
    addresses.set(name, address);
    names.set(address, name);
    return address;
  };

  const destination = (host: string, port: number): Destination => {
    const literal = isIP(host) !== 0;
    const name = literal ? names.get(host) : normalise(host);
    const tables = name === undefined ? [] : tablesFor(name);
    if (tables.length > 0) {
      const to = tables.map((ports) => ports.get(port)).find((found) => found !== undefined);
      return to === undefined ? { kind: 'refused' } : { kind: 'mapped', port: to };
    }
    if (host.startsWith(PRIVATE_PREFIX)) return { kind: 'refused' };
    if (isLoopback(host)) return { kind: 'loopback' };
    return literal ? { kind: 'unreachable' } : { kind: 'unknownName' };
  };

  return { addressOf, destination };
}

function normalise(name: string): string {
  const lower = name.toLowerCase();
  return lower.endsWith('.') ? lower.slice(0, -1) : lower;
}
