/** Function keys, host keys, system keys and the master key: who may call what. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The shape of the keys file. Names are the owner's; `default` is what Azure makes. */
export interface Keys {
  masterKey: string;
  hostKeys: Record<string, string>;
  functionKeys: Record<string, Record<string, string>>;
  systemKeys: Record<string, string>;
}

/** What a presented key allows. Azure's `admin` opens everything; a system key only its own extension. */
export type Permission =
  | { level: 'anonymous' }
  | { level: 'function' }
  | { level: 'system'; name: string }
  | { level: 'admin' };

/** The system key that Event Grid subscriptions carry. */
export const EVENT_GRID_KEY = 'eventgrid_extension';

/** Fresh random keys, as a new function app gets. */
export function makeKeys(): Keys {
  const key = () => randomBytes(40).toString('base64url');
  return { masterKey: key(), hostKeys: { default: key() }, functionKeys: {}, systemKeys: { [EVENT_GRID_KEY]: key() } };
}

/**
 * Reads the keys file; makes it, readable by its owner only, when there is none. Parts that it leaves out are made anew.
 * @throws Error when the file is no such JSON.
 */
export function loadKeys(file: string | undefined): Keys {
  if (file === undefined) return makeKeys();
  if (existsSync(file)) return parseKeys(readFileSync(file, 'utf8'), file);
  const keys = makeKeys();
  mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  writeFileSync(file, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  return keys;
}

function parseKeys(text: string, file: string): Keys {
  const expected =
    '{"masterKey","hostKeys":{"default"},"functionKeys":{"NAME":{"default"}},"systemKeys":{"eventgrid_extension"}}';
  const fail = (): never => {
    throw new Error(`The keys file ${file} is not of the expected form ${expected}, every key a text.`);
  };
  let found: Partial<Keys>;
  try {
    found = JSON.parse(text) as Partial<Keys>;
  } catch {
    return fail();
  }
  if (typeof found !== 'object' || found === null || Array.isArray(found)) return fail();
  const keys = { ...makeKeys(), ...found };
  const groups = [
    { masterKey: keys.masterKey },
    keys.hostKeys,
    keys.systemKeys,
    ...Object.values(keys.functionKeys ?? {}),
  ];
  for (const group of groups) {
    const good =
      typeof group === 'object' &&
      group !== null &&
      Object.values(group).every((key) => typeof key === 'string' && key);
    if (!good) return fail();
  }
  return keys;
}

/** The key of a request: the header before the query, as the host reads them. */
export function presentedKey(headers: Record<string, unknown>, query: URLSearchParams): string | undefined {
  const header = headers['x-functions-key'];
  if (typeof header === 'string' && header !== '') return header;
  return query.get('code') || undefined;
}

/** What a key allows, for a request to `functionName` (if it is to a function). */
export function permissionOf(keys: Keys, presented: string | undefined, functionName?: string): Permission {
  if (presented === undefined) return { level: 'anonymous' };
  if (same(presented, keys.masterKey)) return { level: 'admin' };
  const own = Object.entries(keys.functionKeys).find(([name]) => name.toLowerCase() === functionName?.toLowerCase());
  const usable = [...Object.values(keys.hostKeys), ...Object.values(own?.[1] ?? {})];
  if (usable.some((key) => same(presented, key))) return { level: 'function' };
  const system = Object.entries(keys.systemKeys).find(([, key]) => same(presented, key));
  return system ? { level: 'system', name: system[0] } : { level: 'anonymous' };
}

/** Whether a permission meets a trigger's `authLevel`. A level this host does not know admits only the master key. */
export function isAllowed(permission: Permission, authLevel: string): boolean {
  const level = authLevel.toLowerCase();
  return (
    level === 'anonymous' || permission.level === 'admin' || (level === 'function' && permission.level === 'function')
  );
}

/** Compares in constant time; hashing first makes the lengths equal. */
function same(a: string, b: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
}
