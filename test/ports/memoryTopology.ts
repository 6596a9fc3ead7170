import type { TopologyStore } from '../../shared/topology/ports.ts';
import type { Topology } from '../../shared/topology/types.ts';

export function createMemoryTopology(): TopologyStore {
  let json: string | undefined;
  return {
    load: async () => (json === undefined ? undefined : (JSON.parse(json) as Topology)),
    save: async (topology) => {
      const stored = json === undefined ? undefined : (JSON.parse(json) as Topology);
      if (stored !== undefined && stored.discoveredAtMs > topology.discoveredAtMs) return false;
      json = JSON.stringify(topology);
      return true;
    },
  };
}
