/**
 * The `dns.resolve*` functions over a name map. Unlike `lookup` they speak to a name server themselves, so a library
 * that prefers them (mail clients do, for MX and A records) would otherwise leave the machine.
 */
import dns from 'node:dns';
import { notFound } from './mappedLookup.ts';
import type { NameMap } from './nameMap.ts';

type Callback = (error: Error | null, records?: unknown) => void;
interface Asked {
  hostname: string;
  /** Record type, as in `dns.resolve(name, 'MX')`. */
  type: string;
  withTtl: boolean;
}

/** Records that carry nothing but a mapped name's private address: A, or ANY. Everything else is ENOTFOUND. */
export function resolveRecords(map: NameMap, { hostname, type, withTtl }: Asked): unknown[] {
  const address = map.addressOf(hostname);
  if (address === undefined) throw notFound(hostname, `query${type}`);
  if (type === 'A') return [withTtl ? { address, ttl: 0 } : address];
  if (type === 'ANY') return [{ type: 'A', address, ttl: 0 }];
  throw Object.assign(notFound(hostname, `query${type}`), {
    code: 'ENODATA',
    message: `query${type} ENODATA ${hostname}`,
  });
}

/** Every resolving method name of a resolver object, with the record type it asks for (undefined: its second argument). */
function resolvingMethods(target: object): { method: string; type: string | undefined }[] {
  const names = new Set([...Object.keys(target), ...Object.getOwnPropertyNames(Object.getPrototypeOf(target) ?? {})]);
  const methods = [...names].filter(
    (name) => name === 'resolve' || /^resolve[A-Z4-6]/.test(name) || name === 'reverse',
  );
  return methods.map((method) => ({ method, type: typeOf(method) }));
}

function typeOf(method: string): string | undefined {
  if (method === 'resolve') return undefined;
  if (method === 'resolve4') return 'A';
  if (method === 'resolve6') return 'AAAA';
  if (method === 'reverse') return 'PTR';
  return method.slice('resolve'.length).toUpperCase();
}

function asked(type: string | undefined, [hostname, second]: unknown[]): Asked {
  const withTtl = typeof second === 'object' && second !== null && 'ttl' in second && second.ttl === true;
  return { hostname: String(hostname), type: type ?? (typeof second === 'string' ? second : 'A'), withTtl };
}

/** Replaces the resolving functions of `dns`, `dns.promises` and both Resolver classes. */
export function patchResolvers(map: NameMap): void {
  for (const target of [dns, dns.Resolver.prototype]) {
    for (const { method, type } of resolvingMethods(target)) {
      Reflect.set(target, method, (...given: unknown[]) => {
        const callback = given.at(-1) as Callback;
        try {
          process.nextTick(callback, null, resolveRecords(map, asked(type, given)));
        } catch (error) {
          process.nextTick(callback, error as Error);
        }
      });
    }
  }
  for (const target of [dns.promises, dns.promises.Resolver.prototype]) {
    for (const { method, type } of resolvingMethods(target)) {
      Reflect.set(target, method, async (...given: unknown[]) => resolveRecords(map, asked(type, given)));
    }
  }
}
