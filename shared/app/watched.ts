import { databaseKey } from '../topology/linkKey.ts';
import type { DatabaseRef, Topology } from '../topology/types.ts';

/** Everything that discovery knows by name, also ends of links where this deployment may not read; each once. */
export function watched(topology: Topology): Array<DatabaseRef & { region: string }> {
  const ends = topology.links.flatMap(({ primary, secondary }) => [primary, secondary]);
  const all = [...topology.databases, ...topology.unprotected, ...ends];
  return [...new Map(all.map((one) => [databaseKey(one), one])).values()];
}
