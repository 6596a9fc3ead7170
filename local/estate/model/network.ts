import { knownRegions } from './regions.ts';
import type { Reachability, RegionName } from './types.ts';

/** Who can reach whom. Replication and clients use the same network. */
export interface Network {
  isDown(region: RegionName): boolean;
  setDown(region: RegionName, isDown: boolean): void;
  setPath(from: RegionName, to: RegionName, becomes: Reachability): void;
  reachability(from: RegionName, to: RegionName): Reachability;
  roundTripMs(region: RegionName): number;
  setRoundTrip(region: RegionName, roundTripMs: number): void;
  /** @throws Error when the estate has no such region. */
  assertRegion(region: RegionName): void;
  /** The same of a place, which may also be `global`, where Azure's front doors are. */
  assertPlace(place: RegionName): void;
}

/** Where Resource Manager, Entra ID and the like answer: no region's outage takes it away, a network change may. */
const GLOBAL = 'global';

export function createNetwork(regions: RegionName[]): Network {
  const down = new Set<RegionName>();
  const paths = new Map<string, Reachability>();
  const roundTrips = new Map<RegionName, number>();
  return {
    isDown: (region) => down.has(region),
    setDown(region, isDown) {
      if (isDown) down.add(region);
      else down.delete(region);
    },
    setPath(from, to, becomes) {
      if (becomes === 'open') paths.delete(`${from}>${to}`);
      else paths.set(`${from}>${to}`, becomes);
    },
    reachability(from, to) {
      const path = paths.get(`${from}>${to}`);
      // A region that is down answers nobody; where a path says how it fails, it fails that way.
      return path ?? (down.has(from) || down.has(to) ? 'silent' : 'open');
    },
    roundTripMs: (region) => roundTrips.get(region) ?? 0,
    setRoundTrip: (region, roundTripMs) => void roundTrips.set(region, roundTripMs),
    assertRegion: (region) => assertKnown(regions, region),
    assertPlace: (place) => assertKnown([...regions, GLOBAL], place),
  };
}

function assertKnown(places: RegionName[], seen: RegionName): void {
  if (places.includes(seen)) return;
  const hint = knownRegions().includes(seen) ? 'a region of Azure, but not of this estate' : 'not a region of Azure';
  throw new Error(`expected one of ${[...new Set(places)].join(', ')}, saw '${seen}': ${hint}`);
}
