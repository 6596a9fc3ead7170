/** Failover groups, as either of their servers shows them. */
import type { EstateModel, FailoverGroupDefinition, ServerState } from '../model/types.ts';
import { failoverGroupShape } from './failoverGroupShape.ts';
import { findFailoverGroup, findServer, isSameName } from './lookup.ts';
import type { ArmHandler } from './types.ts';

export const listFailoverGroups: ArmHandler = (request, { model, paginate }) => {
  const server = findServer(request, model, 'servers/failoverGroups');
  const page = paginate(model.failoverGroups(server.name), ({ name }) => name.toLowerCase(), request.url);
  return { status: 200, body: { ...page, value: page.value.map((group) => failoverGroupOn(server, group, model)) } };
};

export const readFailoverGroup: ArmHandler = (request, { model }) => {
  const { server, group } = findFailoverGroup(request, model);
  return { status: 200, body: failoverGroupOn(server, group, model) };
};

/** The group as one of its two servers shows it. */
export function failoverGroupOn(
  server: ServerState,
  group: FailoverGroupDefinition,
  model: EstateModel,
): Record<string, unknown> {
  const partnerName = isSameName(group.server, server.name) ? group.partnerServer : group.server;
  const partner = model.server(partnerName);
  if (partner === undefined)
    throw new Error(`Failover group ${group.name} names the server ${partnerName}, which is not there.`);
  const databases = group.databases.flatMap((name) => model.database(server.name, name) ?? []);
  const links = databases
    .flatMap((database) => model.linkViews(server.name, database.name))
    .filter((link) => isSameName(link.partnerServer, partner.name));
  return failoverGroupShape({ group, server, partner, databases, links });
}
