import { regionName } from './regionName.ts';
import type { LinkEnd } from './types.ts';

/** The names of the servers that live in the region, each once, sorted. A region that is not known holds none. */
export function serversInRegion(region: string, ends: ReadonlyArray<Pick<LinkEnd, 'server' | 'region'>>): string[] {
  const here = regionName(region);
  if (here === '' || here === 'unknown') return [];
  return [...new Set(ends.filter((end) => regionName(end.region) === here).map(({ server }) => server))].sort();
}
