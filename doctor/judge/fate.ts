import { regionName } from '../../shared/topology/regionName.ts';
import { serversInRegion } from '../../shared/topology/serversInRegion.ts';
import type { ReplicationLink } from '../../shared/topology/types.ts';
import type { Check } from '../types.ts';
import { passed, warned } from './checks.ts';

const MOST_NAMES = 5;

/**
 * Does a region's failure take the guard with the guarded, before or after a failover?
 * @param region of the app or of its storage; undefined when nobody says it
 */
export function judgeFate(
  what: 'app' | 'storage',
  region: string | undefined,
  links: readonly ReplicationLink[],
): Check {
  const name = `shared fate of the ${what}`;
  const expected = 'a region in which nothing that is watched lives';
  if (region === undefined || region.trim() === '') return unknownRegion(name, expected, what);
  const here = regionName(region);
  const primaries = serversInRegion(
    here,
    links.map((link) => link.primary),
  );
  const secondaries = serversInRegion(
    here,
    links.map((link) => link.secondary),
  );
  if (primaries.length + secondaries.length === 0) return passed(name, expected, here);
  const seen = [
    ...(primaries.length > 0
      ? [`${here} with the primaries on ${say(primaries)}: when it fails, so does who should tell of it`]
      : []),
    ...(secondaries.length > 0
      ? [`${here} with the geo-secondaries on ${say(secondaries)}: after a failover the new primaries share it`]
      : []),
  ];
  return warned(
    name,
    expected,
    seen.join('; '),
    `Run the app and its storage in a third region${what === 'app' ? '' : ', with redundancy over zones'}.`,
  );
}

function unknownRegion(name: string, expected: string, what: 'app' | 'storage'): Check {
  const advice =
    what === 'app'
      ? 'App Service sets REGION_NAME; elsewhere say it with --region NAME.'
      : 'No setting tells it. Look with: az storage account show --query location, and say it with --storage-region NAME.';
  return warned(name, expected, 'unknown', advice);
}

function say(names: string[]): string {
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  return `${names.slice(0, MOST_NAMES).join(', ')}${more}`;
}
