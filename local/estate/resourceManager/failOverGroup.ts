/** Failover of a whole failover group: asked of the server that is the group's secondary. */
import type { GroupFailoverRequest } from '../model/types.ts';
import { acceptOperation } from './acceptOperation.ts';
import { assertReachable, findFailoverGroup, isSameName } from './lookup.ts';
import { failoverGroupOn } from './readFailoverGroups.ts';
import type { ArmHandler } from './types.ts';

/**
 * Answers 202 with where to look for the end of it.
 * @throws ArmError 504 GatewayTimeout when the server's region does not answer.
 * @throws RefusedByAzure from the model.
 */
export function failOverGroup(mode: GroupFailoverRequest['mode']): ArmHandler {
  return (request, context) => {
    const { model } = context;
    const { server, group } = findFailoverGroup(request, model);
    assertReachable(server, model);
    const operation = model.failoverGroup({ server: server.name, group: group.name, mode, by: 'arm' });
    const read = (): unknown => {
      const now = model.failoverGroups(server.name).find(({ name }) => isSameName(name, group.name));
      return now && failoverGroupOn(server, now, model);
    };
    return acceptOperation(request, context, { operation, server, kind: 'failoverGroup', read });
  };
}
