import { closeSubject } from '../alerting/evaluate.ts';
import { evaluateDatabase } from '../alerting/evaluateDatabase.ts';
import { evaluateServer } from '../alerting/evaluateServer.ts';
import type { Configuration } from '../config/types.ts';
import { judgeSubjects } from '../replication/judgeSubjects.ts';
import type { KnownSubjects } from '../replication/loadShards.ts';
import type { SweepProblem } from '../replication/sweepProblem.ts';
import type { Topology } from '../topology/types.ts';
import type { AppContext } from './context.ts';
import { knownOf } from './sweepPart.ts';

/**
 * The conditions of every watched database, and of every server with several of them, told and ended.
 * @param known where what is known is read at first; left out: from storage
 */
export async function judgeDatabases(
  app: AppContext,
  configuration: Configuration,
  topology: Topology,
  known?: KnownSubjects,
): Promise<SweepProblem[]> {
  const { problems } = await judgeSubjects({
    topology,
    configuration,
    rulesOf: knownOf(topology, configuration).rulesOf,
    ports: await app.ports.storage(),
    ...(known === undefined ? {} : { known }),
    alerting: { evaluateDatabase, evaluateServer, closeSubject },
    now: app.now,
    pause: app.wait,
  });
  return problems;
}
