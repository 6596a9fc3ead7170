/** Bare tedious: the logins and statements that the product made, over connections that are kept. No deadline, no classification, no checks. */
import tedious, { type Connection } from 'tedious';
import { createIdentity } from '../shared/adapters/azure/identity/identity.ts';
import { mapBounded } from '../shared/limits/mapBounded.ts';
import { answerQuestions } from './child.ts';
import type { FromRaw, ToRaw, Work } from './sweepTypes.ts';

const connections = new Map<string, Connection>();
const identity = createIdentity({ cloud: 'public' });

function open({ server, database }: Work, token: string): Promise<Connection> {
  const connection = new tedious.Connection({
    server,
    authentication: { type: 'azure-active-directory-access-token', options: { token } },
    options: { database, encrypt: 'strict', port: 1433, connectTimeout: 60_000, maxRetriesOnTransientErrors: 0 },
  });
  connection.on('error', () => {});
  return new Promise((resolve, reject) => {
    connection.connect((error) => (error ? reject(error) : resolve(connection)));
  });
}

function run(connection: Connection, text: string): Promise<void> {
  return new Promise((resolve) => {
    // What the server refuses it refuses to the product as well.
    connection.execSqlBatch(new tedious.Request(text, () => resolve()));
  });
}

answerQuestions(async ({ work, statements, concurrency }: ToRaw): Promise<FromRaw> => {
  const token = await identity.sqlToken();
  const startedAt = performance.now();
  const usedAtStart = process.cpuUsage();
  await mapBounded(work, concurrency, async (one) => {
    const key = `${one.server}/${one.database}`;
    let connection = connections.get(key);
    if (connection === undefined || one.login) {
      connection?.close();
      connection = await open(one, token);
      connections.set(key, connection);
    }
    for (const statement of one.statements) await run(connection, statements[statement] ?? '');
  });
  const { user, system } = process.cpuUsage(usedAtStart);
  return { ms: performance.now() - startedAt, cpuMs: (user + system) / 1_000 };
});
