/** Which site serves a host name. */
import type { Site } from './types.ts';

export interface SiteDirectory {
  /** Undefined when no site has that name. The port of a Host header is not minded, nor is case. */
  find(host: string): Site | undefined;
  names(): string[];
}

/**
 * An exact name goes before a wildcard, and a longer wildcard before a shorter one. `*.suffix` stands for any name
 * below the suffix, of one label or more.
 * @throws Error when two sites claim the same name: one of them would never be asked.
 */
export function createSiteDirectory(sites: Site[]): SiteDirectory {
  const byName = new Map<string, Site>();
  for (const site of sites) {
    for (const name of site.names.map((each) => each.toLowerCase())) {
      if (byName.has(name)) throw new Error(`Two sites of the estate claim the name "${name}"; each needs its own.`);
      byName.set(name, site);
    }
  }
  return {
    names: () => [...byName.keys()],
    find: (host) => {
      const name = host.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');
      return byName.get(name) ?? findWildcard(byName, name);
    },
  };
}

function findWildcard(byName: Map<string, Site>, name: string): Site | undefined {
  for (let dot = name.indexOf('.'); dot !== -1; dot = name.indexOf('.', dot + 1)) {
    const site = byName.get(`*${name.slice(dot)}`);
    if (site !== undefined) return site;
  }
  return undefined;
}
