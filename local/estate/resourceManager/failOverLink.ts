/** Planned and forced failover of one link: asked of the server that is to become primary. */
import type { FailoverRequest } from '../model/types.ts';
import { ArmError } from './armError.ts';
import { announce } from './longRunningHeaders.ts';
import { findLink } from './lookup.ts';
import type { ArmHandler } from './types.ts';

/**
 * Answers 202 with where to look for the end of it.
 * @throws ArmError 400 GeoReplicationDatabaseNotSecondary when the link's primary is on this server.
 * @throws RefusedByAzure from the model.
 */
export function failOverLink(mode: FailoverRequest['mode']): ArmHandler {
  return (request, { model, operations, longRunning }) => {
    const { server, database, link } = findLink(request, model);
    if (link.role !== 'SECONDARY') {
      const message = `The database '${database.name}' on '${server.name}' is not the secondary of this link; send the request to the secondary's server, '${link.partnerServer}'.`;
      throw new ArmError(400, 'GeoReplicationDatabaseNotSecondary', message);
    }
    const operation = model.failover({ server: server.name, database: database.name, mode, by: 'arm' });
    operations.remember(operation.id, {
      subscriptionId: server.subscriptionId,
      location: server.region,
      server: server.name,
      database: database.name,
      partnerServer: link.partnerServer,
      partnerDatabase: link.partnerDatabase,
    });
    const at = { subscriptionId: server.subscriptionId, location: server.region, operationId: operation.id };
    return { status: 202, headers: announce(request, at, longRunning) };
  };
}
