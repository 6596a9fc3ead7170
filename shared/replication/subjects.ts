import type { closeSubject } from '../alerting/evaluate.ts';
import type { evaluateDatabase } from '../alerting/evaluateDatabase.ts';
import type { DeliveryQueue } from '../alerting/ports.ts';
import type { Configuration } from '../config/types.ts';
import { databaseKey } from '../topology/linkKey.ts';
import type { Topology } from '../topology/types.ts';
import { decideDatabase } from './decideSubject.ts';
import { loadShards } from './loadShards.ts';
import type { SubjectStore } from './ports.ts';
import { removeSubjects } from './removeSubjects.ts';
import { shardOf } from './shards.ts';
import { ShardWriter } from './shardWriter.ts';
import type { SweepProblem } from './sweepProblem.ts';
import type { SubjectRecord } from './types.ts';

export interface SubjectsInput {
  topology: Topology;
  /** `server/database` of watched databases whose links could not be read this time: nothing is concluded about them. */
  unread?: ReadonlySet<string>;
  configuration: Pick<Configuration, 'alerts' | 'channels'>;
  ports: { subjects: SubjectStore; queue: DeliveryQueue };
  alerting: { evaluateDatabase: typeof evaluateDatabase; closeSubject: typeof closeSubject };
  now: () => number;
}

export interface SubjectsResult {
  notices: number;
  removed: number;
  problems: SweepProblem[];
}

/**
 * What discovery calls once it knows the topology: `Unprotected` for every watched database, through the same decisions and
 * transactions as the links. A record exists only while there is something to remember: the alert of a database that became protected
 * ends with its resolve time, that of a database that is gone at once. Never throws.
 */
export async function runSubjects(input: SubjectsInput): Promise<SubjectsResult> {
  const { ports, alerting } = input;
  const result: SubjectsResult = { notices: 0, removed: 0, problems: [] };
  const loaded = await loadShards(ports.subjects, result.problems);
  const writer = new ShardWriter(loaded, ports, (commit) => {
    result.notices += commit.notices;
    result.problems.push(...commit.problems);
  });
  const quiet = new Set<string>();
  const context = (shard: string) => ({
    shard,
    rules: input.configuration.alerts,
    channels: input.configuration.channels,
    nowMs: input.now(),
  });
  for (const [key, unprotected] of answers(input, loaded)) {
    const shard = shardOf(key);
    writer.add(shard, key, (stored) => {
      const decision = decideDatabase(stored, key, unprotected, alerting.evaluateDatabase, context(shard));
      if (Object.keys(decision.record.alerts).length === 0) quiet.add(key);
      else quiet.delete(key);
      const nothingToKeep = stored === undefined && quiet.has(key);
      return nothingToKeep ? undefined : decision;
    });
  }
  await writer.finish();
  const known = new Set([...input.topology.databases, ...input.topology.unprotected].map(databaseKey));
  // Quiet by our decision and still so: an alert that somebody else began meanwhile is theirs to end.
  const isQuiet = ({ subject, alerts }: SubjectRecord) => quiet.has(subject.key) && Object.keys(alerts).length === 0;
  const isGone = (record: SubjectRecord) =>
    record.subject.kind === 'database' && (isQuiet(record) || isUnknown(record.subject.key, known, input));
  // Read again: what was just stored is what is closed and removed.
  const stored = await loadShards(ports.subjects, []);
  const removal = await removeSubjects({ loaded: stored, isGone, ports, close: alerting.closeSubject, context });
  result.removed = removal.removed;
  result.notices += removal.notices;
  result.problems.push(...removal.problems);
  return result;
}

function isUnknown(key: string, known: ReadonlySet<string>, input: SubjectsInput): boolean {
  return !known.has(key) && !(input.unread?.has(key) ?? false);
}

/** Every database that has a record or a finding, with the answer about it. */
function answers(
  input: SubjectsInput,
  loaded: Map<string, Map<string, { value: SubjectRecord }>>,
): Map<string, boolean | 'unknown'> {
  const result = new Map<string, boolean | 'unknown'>();
  for (const records of loaded.values()) {
    for (const { value } of records.values()) {
      if (value.subject.kind === 'database') result.set(value.subject.key, false);
    }
  }
  for (const finding of input.topology.unprotected) result.set(databaseKey(finding), true);
  for (const key of input.unread ?? []) if (result.has(key)) result.set(key, 'unknown');
  return result;
}
