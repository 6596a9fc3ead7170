/** Bare tedious: one login per database, the connection kept, the same statement. No deadline, no classification, no checks. */
import tedious, { type Connection } from 'tedious';
import { createIdentity } from '../shared/adapters/azure/identity/identity.ts';
import { LINK_STATUS_QUERY } from '../shared/adapters/azure/sql/linkStatusQuery.ts';
import type { LinkEnd } from '../shared/topology/types.ts';
import { measure, readTask } from './measure.ts';

const task = await readTask();
const token = await createIdentity({ cloud: 'public' }).sqlToken();
const connections = new Map<string, Connection>();

function open(end: LinkEnd): Promise<Connection> {
  const connection = new tedious.Connection({
    server: end.fullyQualifiedDomainName,
    authentication: { type: 'azure-active-directory-access-token', options: { token } },
    options: {
      database: end.database,
      encrypt: 'strict',
      port: 1433,
      connectTimeout: 20_000,
      maxRetriesOnTransientErrors: 0,
    },
  });
  return new Promise((resolve, reject) => {
    connection.connect((error) => (error ? reject(error) : resolve(connection)));
  });
}

function query(connection: Connection): Promise<number> {
  return new Promise((resolve, reject) => {
    connection.execSqlBatch(
      new tedious.Request(LINK_STATUS_QUERY, (error, count) => (error ? reject(error) : resolve(count ?? 0))),
    );
  });
}

const figures = await measure(task, async (end) => {
  let connection = connections.get(end.database);
  if (!connection) {
    connection = await open(end);
    connections.set(end.database, connection);
  }
  if ((await query(connection)) !== 1) throw new Error(`${end.database}: expected one row`);
});
for (const connection of connections.values()) connection.close();
process.stdout.write(JSON.stringify(figures));
