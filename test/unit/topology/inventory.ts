/** An AzureInventory that answers from readings. */
import { discover } from '../../../shared/topology/discover.ts';
import { ReadFailure } from '../../../shared/topology/errors.ts';
import type { AzureInventory } from '../../../shared/topology/ports.ts';
import type { ServerReading } from '../../../shared/topology/snapshot.ts';
import type { Topology } from '../../../shared/topology/types.ts';
import { EVERYTHING } from './azure.ts';

export const NOW = 1_780_000_000_000;

/** An inventory that answers from the readings; `undefined` lists fail with the given failure. */
export function inventoryOf(
  servers: ServerReading[],
  failure = new ReadFailure('unavailable', 'Azure answered 503'),
): AzureInventory {
  const find = (name: string): ServerReading | undefined => servers.find((each) => each.server.name === name);
  const orFail = <T>(list: T[] | undefined): T[] => {
    if (!list) throw failure;
    return list;
  };
  return {
    servers: async (subscription) =>
      servers.map((each) => each.server).filter(({ id }) => id.includes(`/subscriptions/${subscription}/`)),
    databases: async ({ name }) => orFail(find(name)?.databases),
    replicationLinks: async ({ name }) => orFail(find(name)?.links),
  };
}

export const run = (inventory: AzureInventory, previous?: Topology, scopes = EVERYTHING) =>
  discover(inventory, scopes, { concurrency: 4, previous }, NOW);

export async function topologyOf(servers: ServerReading[], scopes = EVERYTHING): Promise<Topology> {
  return (await run(inventoryOf(servers), undefined, scopes)).topology;
}

export const withoutTime = ({ discoveredAtMs: _time, unread: _unread, ...rest }: Topology) => rest;
