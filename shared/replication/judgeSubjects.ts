import type { closeSubject, Rules } from '../alerting/evaluate.ts';
import type { evaluateDatabase } from '../alerting/evaluateDatabase.ts';
import type { evaluateServer } from '../alerting/evaluateServer.ts';
import type { DeliveryQueue } from '../alerting/ports.ts';
import type { Configuration } from '../config/types.ts';
import { databaseKey } from '../topology/linkKey.ts';
import type { Topology } from '../topology/types.ts';
import type { Records } from './commitShard.ts';
import { databaseFactsIn } from './databaseFactsIn.ts';
import { type DecisionContext, decideSubject } from './decideSubject.ts';
import { type KnownSubjects, loadShards } from './loadShards.ts';
import { planOf } from './plan.ts';
import type { SubjectStore } from './ports.ts';
import { removeSubjects } from './removeSubjects.ts';
import { serverFactsIn } from './serverFactsIn.ts';
import { SHARDS, shardOf } from './shards.ts';
import { ShardWriter } from './shardWriter.ts';
import type { SweepProblem } from './sweepProblem.ts';
import type { Subject, SubjectRecord } from './types.ts';

export interface JudgeInput {
  topology: Topology;
  configuration: Pick<Configuration, 'alerts'>;
  /** What differs from the configuration's rules. @default nothing */
  rulesOf?: (subject: Subject) => Rules;
  ports: { subjects: SubjectStore; queue: DeliveryQueue };
  /** Where what is known is read at first, which may be some seconds old. @default the subjects of the ports */
  known?: KnownSubjects;
  alerting: {
    evaluateDatabase: typeof evaluateDatabase;
    evaluateServer: typeof evaluateServer;
    closeSubject: typeof closeSubject;
  };
  now: () => number;
  /** Lets whoever waits have a turn between any hundred subjects; left out: all are judged in one go. */
  pause?: (ms: number) => Promise<void>;
}

export interface JudgeResult {
  notices: number;
  removed: number;
  problems: SweepProblem[];
}

/** After so many subjects the samples of the sweep beside it come first: nobody is in a hurry for a verdict on the last sweep. */
const SLICE = 100;

/**
 * The conditions of every watched database, and of every server with several primaries, judged by the topology and by what is stored of its
 * links, through the same decisions and transactions as the links. A record exists only while there is something to remember: the alert of a
 * database that is well again ends with its resolve time, that of a database that is gone at once. What did not change is not written. Never
 * throws.
 */
export async function judgeSubjects(input: JudgeInput): Promise<JudgeResult> {
  const { topology, ports, alerting } = input;
  const result: JudgeResult = { notices: 0, removed: 0, problems: [] };
  const loaded = await loadShards(input.known ?? ports.subjects, result.problems, SHARDS, { atOnce: 1 });
  const writer = new ShardWriter(loaded, ports, (commit) => {
    result.notices += commit.notices;
    result.problems.push(...commit.problems);
  });
  const context = contextsOf(input);
  const statusOf = (linkKey: string) => writer.record(shardOf(linkKey), linkKey)?.link;
  const servers = serverFactsIn(topology, statusOf);
  const watched = watchedIn(topology, servers.keys());
  const quiet = new Set<string>();
  let judged = 0;
  const judge = async <Of extends Subject>(subject: Of, evaluate: Parameters<typeof decideSubject<Of>>[2]) => {
    judged += 1;
    if (judged % SLICE === 0) await input.pause?.(0);
    const { key } = subject;
    const shard = shardOf(key);
    writer.add(shard, key, (stored) => {
      const decision = decideSubject(stored, subject, evaluate, context(shard));
      if (Object.keys(decision.record.alerts).length === 0) quiet.add(key);
      else quiet.delete(key);
      const isNew = stored === undefined ? !quiet.has(key) : JSON.stringify(stored) !== JSON.stringify(decision.record);
      return isNew || decision.outbox.length > 0 ? decision : undefined;
    });
  };
  for (const [key, facts] of databaseFactsIn(topology, statusOf, databasesIn(loaded))) {
    if (!watched.has(key)) continue;
    await judge({ kind: 'database', key }, (given) => alerting.evaluateDatabase({ ...given, facts }));
  }
  for (const [key, facts] of servers) {
    await judge({ kind: 'server', key }, (given) => alerting.evaluateServer({ ...given, facts }));
  }
  await writer.finish();
  const isOver = (key: string) => quiet.has(key) || !watched.has(key);
  const ended = [...loaded]
    .filter(([, records]) => judgedIn(records).some(({ key }) => isOver(key)))
    .map(([shard]) => shard);
  if (ended.length === 0) return result;
  // Quiet by our decision and still so: an alert that somebody else began meanwhile is theirs to end.
  const isGone = ({ subject, alerts }: SubjectRecord) =>
    isJudged(subject) && (!watched.has(subject.key) || (quiet.has(subject.key) && Object.keys(alerts).length === 0));
  // Read again: what was just stored is what is closed and removed.
  const stored = await loadShards(ports.subjects, [], ended);
  const removal = await removeSubjects({ loaded: stored, isGone, ports, close: alerting.closeSubject, context });
  return {
    notices: result.notices + removal.notices,
    removed: removal.removed,
    problems: [...result.problems, ...removal.problems],
  };
}

function contextsOf({ configuration, rulesOf, now }: JudgeInput): (shard: string) => DecisionContext {
  const { alerts } = configuration;
  return (shard) => ({ shard, rulesOf: rulesOf ?? (() => alerts), nowMs: now() });
}

/** Databases that discovery knows, servers with primaries, and those whose links it could not read this time: nothing is concluded about them. */
function watchedIn(topology: Topology, servers: Iterable<string>): ReadonlySet<string> {
  const { databases, unprotected, unread = [] } = topology;
  const primaries = planOf(topology).primaries.map(({ key }) => key);
  return new Set([...databases.map(databaseKey), ...unprotected.map(databaseKey), ...unread, ...primaries, ...servers]);
}

const databasesIn = (loaded: Map<string, Records>): string[] =>
  [...loaded.values()].flatMap(judgedIn).flatMap(({ kind, key }) => (kind === 'database' ? [key] : []));

function judgedIn(records: Records): Subject[] {
  return [...records.values()].flatMap(({ value }) => (isJudged(value.subject) ? [value.subject] : []));
}

const isJudged = ({ kind }: Subject) => kind === 'database' || kind === 'server';
