import type { EstateDefinition, RegionName } from './types.ts';

const TOPICS = 2;

/**
 * Where an estate has its topics of Event Grid, in order of preference: away from what is guarded where that is possible, because a topic
 * that goes down together with a database is of no use to those who want to tell of it. One only where there is one region.
 */
export function topicRegions({ app, regions, servers, databases }: EstateDefinition): RegionName[] {
  const regionOf = new Map(servers.map(({ name, region }) => [name.toLowerCase(), region]));
  const leading = new Set(databases.map(({ server }) => regionOf.get(server.toLowerCase())));
  const serving = new Set(servers.map(({ region }) => region));
  const burden = (region: RegionName): number => (leading.has(region) ? 2 : serving.has(region) ? 1 : 0);
  const witness = app.witness === 'none' ? [] : [app.witness];
  return [...new Set([app.region, ...witness, ...regions])]
    .sort((one, other) => burden(one) - burden(other))
    .slice(0, TOPICS);
}
