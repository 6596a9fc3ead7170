/** tedious as it is: no deadline, no classification, no checks. */
import tedious, { type Connection } from 'tedious';

const CONNECT_TIMEOUT_MS = 60_000;

export function openBare(server: string, database: string, token: string): Promise<Connection> {
  const connection = new tedious.Connection({
    server,
    authentication: { type: 'azure-active-directory-access-token', options: { token } },
    options: {
      database,
      encrypt: 'strict',
      port: 1433,
      connectTimeout: CONNECT_TIMEOUT_MS,
      maxRetriesOnTransientErrors: 0,
    },
  });
  // Without a listener it would end the process.
  connection.on('error', () => {});
  return new Promise((resolve, reject) => {
    connection.connect((error) => (error ? reject(error) : resolve(connection)));
  });
}

/** @returns how many rows came */
export function runBare(connection: Connection, text: string): Promise<number> {
  return new Promise((resolve, reject) => {
    connection.execSqlBatch(new tedious.Request(text, (error, count) => (error ? reject(error) : resolve(count ?? 0))));
  });
}
