import type { SiteRequest } from '../network/types.ts';

/** Somebody asked Resource Manager to fail over a link or a group. */
export interface FailoverCall {
  atMs: number;
  /** The name of the database, or of the failover group. */
  what: string;
  /** 202 when it was accepted; anything else is a refusal. */
  status: number;
}

const ACTIONS = new Set(['failover', 'forcefailoverallowdataloss', 'tryplannedbeforeforcedfailover']);

/** Undefined for a request that asks for no failover. Addresses are read without regard to case. */
export function failoverCallOf(
  { method, url }: Pick<SiteRequest, 'method' | 'url'>,
  status: number,
  atMs: number,
): FailoverCall | undefined {
  const segments = url.pathname.toLowerCase().replace(/\/+$/, '').split('/');
  if (method !== 'POST' || !ACTIONS.has(segments.at(-1) ?? '')) return undefined;
  const kind = segments.findIndex((segment) => segment === 'databases' || segment === 'failovergroups');
  return { atMs, what: decodeURIComponent(segments[kind + 1] ?? ''), status };
}
