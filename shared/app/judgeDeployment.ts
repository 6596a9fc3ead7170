import { evaluateDeployment } from '../alerting/evaluateDeployment.ts';
import type { Configuration } from '../config/types.ts';
import { commitShard } from '../replication/commitShard.ts';
import { decideSubject } from '../replication/decideSubject.ts';
import { shardOf } from '../replication/shards.ts';
import { lateSweeps } from '../views/health.ts';
import { type AppContext, readReport } from './context.ts';
import { type Log, samplingProblem } from './log.ts';
import type { Storage } from './ports.ts';
import { readSampling } from './samplingReport.ts';

/** One record, whatever the deployment is called: a new name must not leave an alert behind. */
const KEY = 'geowarden';
const SUBJECT = { kind: 'deployment', key: KEY } as const;

/** MonitorLate. The outbox timer asks, because it lives on when sampling hangs; who stopped altogether is for a witness, or a probe, to tell. */
export async function judgeDeployment(
  app: AppContext,
  configuration: Configuration,
  storage: Storage,
  log: Log,
): Promise<void> {
  if (configuration.role === 'witness') return;
  const shard = shardOf(KEY);
  const [sampling, discovery, supervision, stored] = await Promise.all([
    readSampling(storage),
    readReport(storage, 'discovery'),
    readReport(storage, 'supervision'),
    storage.subjects.loadOne(shard, KEY),
  ]);
  const facts = {
    late: lateSweeps({
      ...app,
      sampling: sampling.mark,
      discovery: discovery.mark,
      supervision: supervision.mark,
      nowMs: app.now(),
    }),
  };
  const isCalm = Object.keys(stored?.value.alerts ?? {}).length === 0;
  if (isCalm && facts.late.length === 0) return;
  const { alerts } = configuration;
  const context = { shard, rulesOf: () => alerts, nowMs: app.now() };
  const { problems } = await commitShard({
    shard,
    records: new Map(stored === undefined ? [] : [[KEY, stored]]),
    decides: new Map([
      [KEY, (record) => decideSubject(record, SUBJECT, (given) => evaluateDeployment({ ...given, facts }), context)],
    ]),
    subjects: storage.subjects,
    queue: storage.queue,
  });
  for (const problem of problems) samplingProblem(log, problem.subject, problem.message);
}
