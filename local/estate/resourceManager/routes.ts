/** Every address of Resource Manager that the estate serves, as a table. */
import { ACTIVITY_LOG_API_VERSIONS, listActivity } from '../activityLog/readActivityLog.ts';
import { failOverGroup } from './failOverGroup.ts';
import { failOverLink } from './failOverLink.ts';
import { ASYNC_OPERATION, OPERATION_RESULTS, type OperationKind } from './longRunningHeaders.ts';
import { listDatabaseOperations } from './readDatabaseOperations.ts';
import { listDatabases, readDatabase } from './readDatabases.ts';
import { listFailoverGroups, readFailoverGroup } from './readFailoverGroups.ts';
import { readAsyncOperation, readOperationResult } from './readOperations.ts';
import { listLinksOfDatabase, listLinksOfServer, readLink } from './readReplicationLinks.ts';
import { listServers, readServer } from './readServers.ts';
import type { ArmHandler } from './types.ts';

export interface Route {
  method: 'GET' | 'POST';
  /** `{name}` stands for one segment; the names are those of PathParameter. */
  path: string;
  /** Below its provider; api-versions belong to it. */
  type: string;
  /** @default those of Microsoft.Sql */
  apiVersions?: readonly string[];
  /** What a role must allow. */
  action: string;
  handle: ArmHandler;
}

const SUBSCRIPTION = '/subscriptions/{subscription}';
const GROUP = `${SUBSCRIPTION}/resourceGroups/{resourceGroup}`;
const SERVERS = 'providers/Microsoft.Sql/servers';
const SERVER = `${GROUP}/${SERVERS}/{server}`;
const DATABASE = `${SERVER}/databases/{database}`;
const LINK = `${DATABASE}/replicationLinks/{link}`;
const FAILOVER_GROUP = `${SERVER}/failoverGroups/{failoverGroup}`;
const LOCATION = `${SUBSCRIPTION}/providers/Microsoft.Sql/locations/{location}`;

function get(path: string, type: string, handle: ArmHandler): Route {
  return { method: 'GET', path, type, action: `Microsoft.Sql/${type}/read`, handle };
}

function post(path: string, type: string, handle: ArmHandler): Route {
  const verb = path.slice(path.lastIndexOf('/') + 1);
  return { method: 'POST', path, type, action: `Microsoft.Sql/${type}/${verb}/action`, handle };
}

/** Where operations on such resources are followed. */
function followed(kind: OperationKind): Route[] {
  const [results, state] = [OPERATION_RESULTS[kind], ASYNC_OPERATION[kind]];
  return [
    get(`${LOCATION}/${results}/{operation}`, `locations/${results}`, readOperationResult(kind)),
    get(`${LOCATION}/${state}/{operation}`, `locations/${state}`, readAsyncOperation(kind)),
  ];
}

export const ROUTES: readonly Route[] = [
  get(`${SUBSCRIPTION}/${SERVERS}`, 'servers', listServers),
  get(`${GROUP}/${SERVERS}`, 'servers', listServers),
  get(SERVER, 'servers', readServer),
  get(`${SERVER}/databases`, 'servers/databases', listDatabases),
  get(DATABASE, 'servers/databases', readDatabase),
  get(`${DATABASE}/operations`, 'servers/databases/operations', listDatabaseOperations),
  get(`${SERVER}/replicationLinks`, 'servers/replicationLinks', listLinksOfServer),
  get(`${DATABASE}/replicationLinks`, 'servers/databases/replicationLinks', listLinksOfDatabase),
  get(LINK, 'servers/databases/replicationLinks', readLink),
  post(`${LINK}/failover`, 'servers/databases/replicationLinks', failOverLink('planned')),
  post(`${LINK}/forceFailoverAllowDataLoss`, 'servers/databases/replicationLinks', failOverLink('forced')),
  get(`${SERVER}/failoverGroups`, 'servers/failoverGroups', listFailoverGroups),
  get(FAILOVER_GROUP, 'servers/failoverGroups', readFailoverGroup),
  post(`${FAILOVER_GROUP}/failover`, 'servers/failoverGroups', failOverGroup('planned')),
  post(`${FAILOVER_GROUP}/forceFailoverAllowDataLoss`, 'servers/failoverGroups', failOverGroup('forced')),
  post(
    `${FAILOVER_GROUP}/tryPlannedBeforeForcedFailover`,
    'servers/failoverGroups',
    failOverGroup('plannedThenForced'),
  ),
  {
    method: 'GET',
    path: `${SUBSCRIPTION}/providers/Microsoft.Insights/eventtypes/management/values`,
    type: 'eventtypes/values',
    apiVersions: ACTIVITY_LOG_API_VERSIONS,
    action: 'Microsoft.Insights/eventtypes/values/Read',
    handle: listActivity,
  },
  ...followed('replicationLinks'),
  ...followed('failoverGroup'),
];
