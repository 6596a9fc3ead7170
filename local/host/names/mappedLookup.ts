/** `dns.lookup` over a name map, in both of Node's forms. It asks no resolver: what is not mapped does not exist. */
import type { LookupAddress, LookupOptions } from 'node:dns';
import { isIP } from 'node:net';
import { promisify } from 'node:util';
import { isLoopback, type NameMap } from './nameMap.ts';

export type LookupCallback = (
  error: NodeJS.ErrnoException | null,
  address?: string | LookupAddress[],
  family?: number,
) => void;

/** The error that `getaddrinfo` gives for a name nobody has. */
export function notFound(hostname: string, syscall = 'getaddrinfo'): NodeJS.ErrnoException {
  const error: NodeJS.ErrnoException & { hostname?: string } = new Error(`${syscall} ENOTFOUND ${hostname}`);
  return Object.assign(error, { code: 'ENOTFOUND', errno: -3008, syscall, hostname });
}

/**
 * Answers with the private address of a mapped name, or the literal or loopback address itself.
 * @throws Error ENOTFOUND for a name that is not mapped, and for IPv6 of a mapped name: they have IPv4 only.
 */
function resolveMapped(map: NameMap, hostname: string, options: LookupOptions): LookupAddress {
  const family = options.family === 'IPv4' ? 4 : options.family === 'IPv6' ? 6 : (options.family ?? 0);
  const literal = isIP(hostname);
  if (literal !== 0) return { address: hostname, family: literal };
  if (isLoopback(hostname)) return family === 6 ? { address: '::1', family: 6 } : { address: '127.0.0.1', family: 4 };
  const address = map.addressOf(hostname);
  if (address === undefined || family === 6) throw notFound(hostname);
  return { address, family: 4 };
}

/** `dns.lookup(hostname, [options], callback)`; the callback comes on a later tick, as Node's does. */
export function createLookup(map: NameMap) {
  const lookup = (hostname: string, second: LookupOptions | number | LookupCallback, third?: LookupCallback): void => {
    const callback = typeof second === 'function' ? second : third;
    if (typeof callback !== 'function')
      throw new TypeError('dns.lookup needs a callback function as its last argument.');
    const options = toOptions(typeof second === 'function' ? undefined : second);
    let found: LookupAddress;
    try {
      found = resolveMapped(map, hostname, options);
    } catch (error) {
      process.nextTick(callback, error as NodeJS.ErrnoException);
      return;
    }
    if (options.all) process.nextTick(callback, null, [found]);
    else process.nextTick(callback, null, found.address, found.family);
  };
  // Node promises `util.promisify(dns.lookup)` an object, not the bare address.
  return Object.assign(lookup, { [promisify.custom]: createPromisedLookup(map) });
}

/** `dns.promises.lookup(hostname, [options])`. */
export function createPromisedLookup(map: NameMap) {
  return async (hostname: string, second?: LookupOptions | number): Promise<LookupAddress | LookupAddress[]> => {
    const options = toOptions(second);
    const found = resolveMapped(map, hostname, options);
    return options.all ? [found] : found;
  };
}

function toOptions(value: LookupOptions | number | undefined | null): LookupOptions {
  return typeof value === 'number' ? { family: value } : (value ?? {});
}
