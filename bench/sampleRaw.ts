/** The bare driver: one login per database, the connection kept, the same statement. */
import type { Connection } from 'tedious';
import { createIdentity } from '../shared/adapters/azure/identity/identity.ts';
import { LINK_STATUS_QUERY } from '../shared/adapters/azure/sql/linkStatusQuery.ts';
import { openBare, runBare } from './bareDriver.ts';
import { answerQuestions } from './child.ts';
import { measure } from './measure.ts';
import type { SampleFigures, SampleTask } from './sample.ts';

answerQuestions(async (task: SampleTask): Promise<SampleFigures> => {
  const token = await createIdentity({ cloud: 'public' }).sqlToken();
  const connections = new Map<string, Connection>();
  return measure(task, async (end) => {
    const connection =
      connections.get(end.database) ?? (await openBare(end.fullyQualifiedDomainName, end.database, token));
    connections.set(end.database, connection);
    if ((await runBare(connection, LINK_STATUS_QUERY)) !== 1) throw new Error(`${end.database}: expected one row`);
  });
});
