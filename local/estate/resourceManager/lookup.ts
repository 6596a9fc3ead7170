/** From the names in a path to what the model has, or to the 404 that Azure answers. */
import type { DatabaseState, EstateModel, FailoverGroupDefinition, LinkView, ServerState } from '../model/types.ts';
import { ArmError } from './armError.ts';
import type { ArmRequest, PathParameter } from './types.ts';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A path parameter that the route has; asking for another one is a defect of the route table. */
export function need({ parameters }: ArmRequest, name: PathParameter): string {
  const value = parameters[name];
  if (value === undefined) throw new Error(`The route has no parameter {${name}}; add it to the path in routes.ts.`);
  return value;
}

export function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** @throws ArmError 400 InvalidSubscriptionId, 404 SubscriptionNotFound, 404 ResourceGroupNotFound. */
export function assertScope(request: ArmRequest, model: EstateModel): void {
  const { subscription, resourceGroup } = request.parameters;
  if (subscription === undefined) return;
  if (!GUID.test(subscription)) {
    throw new ArmError(400, 'InvalidSubscriptionId', `The subscription identifier '${subscription}' is not a GUID.`);
  }
  if (!model.definition.subscriptions.some(({ id }) => isSameName(id, subscription))) {
    throw new ArmError(404, 'SubscriptionNotFound', `The subscription '${subscription}' could not be found.`);
  }
  if (resourceGroup !== undefined && serversIn(model, subscription, resourceGroup).length === 0) {
    throw new ArmError(404, 'ResourceGroupNotFound', `Resource group '${resourceGroup}' could not be found.`);
  }
}

export function serversIn(model: EstateModel, subscription: string, resourceGroup?: string): ServerState[] {
  return model
    .servers()
    .filter((server) => isSameName(server.subscriptionId, subscription))
    .filter((server) => resourceGroup === undefined || isSameName(server.resourceGroup, resourceGroup));
}

/**
 * The server of the path.
 * @param child the type below it that was asked for: then it is a parent that is missing.
 * @throws ArmError 404 ResourceNotFound or ParentResourceNotFound, also when the server is in another group.
 */
export function findServer(request: ArmRequest, model: EstateModel, child?: string): ServerState {
  const server = model.server(need(request, 'server'));
  const isHere =
    server !== undefined &&
    isSameName(server.subscriptionId, need(request, 'subscription')) &&
    isSameName(server.resourceGroup, need(request, 'resourceGroup'));
  if (isHere) return server;
  throw missing('servers', need(request, 'server'), child);
}

/** @throws ArmError 404 as `findServer`, and for the database. `master` has no state: ask for it by its name. */
export function findDatabase(
  request: ArmRequest,
  model: EstateModel,
  child?: string,
): { server: ServerState; database: DatabaseState } {
  const server = findServer(request, model, 'servers/databases');
  const database = model.database(server.name, need(request, 'database'));
  if (database !== undefined) return { server, database };
  throw missing('servers/databases', need(request, 'database'), child);
}

/** @throws ArmError 400 ReplicationLinksReplicationLinkNameIsInvalid when it is no GUID, otherwise 404. */
export function findLink(
  request: ArmRequest,
  model: EstateModel,
): { server: ServerState; database: DatabaseState; link: LinkView } {
  const { server, database } = findDatabase(request, model, 'servers/databases/replicationLinks');
  const name = need(request, 'link');
  if (!GUID.test(name)) {
    throw new ArmError(400, 'ReplicationLinksReplicationLinkNameIsInvalid', `The link name '${name}' is not a GUID.`);
  }
  const link = model.linkViews(server.name, database.name).find(({ linkId }) => isSameName(linkId, name));
  if (link !== undefined) return { server, database, link };
  throw missing('servers/databases/replicationLinks', name);
}

export function findFailoverGroup(
  request: ArmRequest,
  model: EstateModel,
): { server: ServerState; group: FailoverGroupDefinition } {
  const server = findServer(request, model, 'servers/failoverGroups');
  const name = need(request, 'failoverGroup');
  const group = model.failoverGroups(server.name).find((each) => isSameName(each.name, name));
  if (group !== undefined) return { server, group };
  throw missing('servers/failoverGroups', name);
}

/**
 * What changes something on a server is done by Azure in the server's own region.
 * @throws ArmError 504 GatewayTimeout when that region does not answer Resource Manager.
 */
export function assertReachable({ region }: ServerState, model: EstateModel): void {
  if (model.reachability('global', region) === 'open') return;
  const message =
    "The gateway did not receive a response from 'Microsoft.Sql' within the specified time period. The state of the operation is not known.";
  throw new ArmError(504, 'GatewayTimeout', message);
}

function missing(type: string, name: string, child?: string): ArmError {
  const resource = `The resource 'Microsoft.Sql/${type}' with the name '${name}' was not found.`;
  if (child === undefined) return new ArmError(404, 'ResourceNotFound', resource);
  return new ArmError(404, 'ParentResourceNotFound', `Nothing of type '${child}' can be read. ${resource}`);
}
