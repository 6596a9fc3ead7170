/** Resource ids of Microsoft.Sql. Azure compares them without regard to case. */

export interface ServerId {
  subscriptionId: string;
  resourceGroup: string;
  server: string;
}

export interface DatabaseId extends ServerId {
  database: string;
}

const SERVER = '/subscriptions/([^/]+)/resourceGroups/([^/]+)/providers/Microsoft\\.Sql/servers/([^/]+)';
const SERVER_PATTERN = new RegExp(`^${SERVER}$`, 'i');
const DATABASE_PATTERN = new RegExp(`^${SERVER}/databases/([^/]+)$`, 'i');

/** The parts of a logical server's id, lower case; undefined when it is none. */
export function parseServerId(id: string): ServerId | undefined {
  const match = SERVER_PATTERN.exec(id.toLowerCase());
  if (!match) return undefined;
  const [, subscriptionId = '', resourceGroup = '', server = ''] = match;
  return { subscriptionId, resourceGroup, server };
}

/** The parts of a database's id, lower case; undefined when it is none. */
export function parseDatabaseId(id: string): DatabaseId | undefined {
  const match = DATABASE_PATTERN.exec(id.toLowerCase());
  if (!match) return undefined;
  const [, subscriptionId = '', resourceGroup = '', server = '', database = ''] = match;
  return { subscriptionId, resourceGroup, server, database };
}
