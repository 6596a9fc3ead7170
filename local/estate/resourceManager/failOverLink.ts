/** Planned and forced failover of one link: asked of the server that is to become primary. */
import type { EstateModel, FailoverRequest, LinkView } from '../model/types.ts';
import { acceptOperation } from './acceptOperation.ts';
import { ArmError } from './armError.ts';
import { assertReachable, findLink, isSameName } from './lookup.ts';
import { replicationLinkShape } from './replicationLinkShape.ts';
import type { ArmHandler } from './types.ts';

/**
 * Answers 202 with where to look for the end of it.
 * @throws ArmError 400 GeoReplicationDatabaseNotSecondary when the link's primary is on this server, 504 GatewayTimeout when
 * the server's region does not answer.
 * @throws RefusedByAzure from the model.
 */
export function failOverLink(mode: FailoverRequest['mode']): ArmHandler {
  return (request, context) => {
    const { model } = context;
    const { server, database, link } = findLink(request, model);
    assertReachable(server, model);
    if (link.role !== 'SECONDARY') {
      const message = `The database '${database.name}' on '${server.name}' is not the secondary of this link; send the request to the secondary's server, '${link.partnerServer}'.`;
      throw new ArmError(400, 'GeoReplicationDatabaseNotSecondary', message);
    }
    const operation = model.failover({ server: server.name, database: database.name, mode, by: 'arm' });
    const read = (apiVersion: string): unknown => linkNow(link, model, apiVersion);
    return acceptOperation(request, context, { operation, server, kind: 'replicationLinks', read });
  };
}

/** The roles have been swapped, and the link may bear another name by now: it is known by its two ends. */
function linkNow(before: LinkView, model: EstateModel, apiVersion: string): unknown {
  const database = model.database(before.server, before.database);
  const link = model
    .linkViews(before.server, before.database)
    .find(
      (each) =>
        isSameName(each.partnerServer, before.partnerServer) &&
        isSameName(each.partnerDatabase, before.partnerDatabase),
    );
  return database && link && replicationLinkShape(link, database.resourceId, apiVersion);
}
