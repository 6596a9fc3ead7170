/** Lists in pages, with a `nextLink` whose token only this estate can have made. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { parameter } from './apiVersions.ts';
import { ArmError } from './armError.ts';

export interface Page<T> {
  value: T[];
  nextLink?: string;
}

/**
 * Cuts a collection after `pageSize` items. The token says after which key to go on, not how many were read: items
 * that come or go between two pages neither repeat nor hide others.
 * @throws ArmError 400 InvalidSkipToken when the token was not made here for this collection.
 */
export type Paginate = <T>(items: T[], keyOf: (item: T) => string, url: URL) => Page<T>;

export function createPaginate(pageSize: number): Paginate {
  if (!Number.isInteger(pageSize) || pageSize < 1)
    throw new Error(`A page holds at least one item; ${pageSize} was asked for.`);
  const secret = randomBytes(32);
  const seal = (url: URL, after: string): string =>
    createHmac('sha256', secret).update(`${url.pathname.toLowerCase()}\n${after}`).digest('base64url');

  return (items, keyOf, url) => {
    const token = parameter(url.searchParams, '$skiptoken');
    const after = token === undefined ? '' : openToken(token, (key) => seal(url, key));
    const left = items
      .map((item) => ({ item, key: keyOf(item) }))
      .filter(({ key }) => key > after)
      .sort((one, other) => (one.key < other.key ? -1 : 1));
    const page = left.slice(0, pageSize);
    const value = page.map(({ item }) => item);
    const last = page.at(-1);
    if (last === undefined || left.length <= pageSize) return { value };
    return { value, nextLink: nextLink(url, `${Buffer.from(last.key).toString('base64url')}.${seal(url, last.key)}`) };
  };
}

function openToken(token: string, seal: (key: string) => string): string {
  const [encoded = '', given = ''] = token.split('.');
  const key = Buffer.from(encoded, 'base64url').toString();
  const [left, right] = [Buffer.from(given), Buffer.from(seal(key))];
  if (left.length !== right.length || !timingSafeEqual(left, right)) {
    throw new ArmError(
      400,
      'InvalidSkipToken',
      'The $skiptoken was not issued for this collection; follow nextLink as it is.',
    );
  }
  return key;
}

function nextLink(url: URL, token: string): string {
  const next = new URL(url);
  for (const name of [...next.searchParams.keys()]) {
    if (name.toLowerCase() === '$skiptoken') next.searchParams.delete(name);
  }
  // Written by hand: URLSearchParams would escape the dollar sign, which Azure does not.
  return `${next.href}${next.search === '' ? '?' : '&'}$skiptoken=${token}`;
}
