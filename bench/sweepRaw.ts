/** The bare driver: the logins and statements that the product made, over connections that are kept. */
import type { Connection } from 'tedious';
import { createIdentity } from '../shared/adapters/azure/identity/identity.ts';
import { mapBounded } from '../shared/limits/mapBounded.ts';
import { openBare, runBare } from './bareDriver.ts';
import { answerQuestions } from './child.ts';
import type { FromRaw, ToRaw } from './sweepTypes.ts';

const connections = new Map<string, Connection>();
const identity = createIdentity({ cloud: 'public' });

answerQuestions(async ({ work, statements, concurrency }: ToRaw): Promise<FromRaw> => {
  const token = await identity.sqlToken();
  const startedAt = performance.now();
  const usedAtStart = process.cpuUsage();
  await mapBounded(work, concurrency, async ({ server, database, login, statements: numbers }) => {
    const key = `${server}/${database}`;
    let connection = connections.get(key);
    if (connection === undefined || login) {
      connection?.close();
      connection = await openBare(server, database, token);
      connections.set(key, connection);
    }
    for (const number of numbers) {
      // What the server refuses it refuses to the product as well.
      await runBare(connection, statements[number] ?? '').catch(() => {});
    }
  });
  const { user, system } = process.cpuUsage(usedAtStart);
  return { ms: performance.now() - startedAt, cpuMs: (user + system) / 1_000 };
});
