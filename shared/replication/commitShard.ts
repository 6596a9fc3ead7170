import type { DeliveryQueue } from '../alerting/ports.ts';
import { mapBounded } from '../limits/mapBounded.ts';
import type { Decision } from './decideSubject.ts';
import type { KnownSubject, SubjectChange, SubjectStore } from './ports.ts';
import { problemFrom, type SweepProblem } from './sweepProblem.ts';
import type { SubjectRecord } from './types.ts';

/** Decides again on what is stored now. Undefined: what is stored makes this decision pointless. */
export type Decide = (stored: SubjectRecord | undefined, again: boolean) => Decision | undefined;

export type Records = Map<string, KnownSubject>;

/** Somebody else wins a few times at most; a subject that loses more often waits for the next sweep. */
export const COMMIT_ATTEMPTS = 5;
const RELOADS_AT_ONCE = 8;
/** More than these are read with all others of their shard, in less time. */
const FEW = 16;

export interface CommitInput {
  shard: string;
  records: Records;
  decides: Map<string, Decide>;
  subjects: SubjectStore;
  queue: DeliveryQueue;
  /** May this decision be kept instead of being written to the row? @default none may */
  mayKeep?: (before: SubjectRecord | undefined, after: SubjectRecord) => boolean;
}

export interface CommitResult {
  /** Outbox entries that are now stored. */
  notices: number;
  problems: SweepProblem[];
  /** Keys of the records that are written. */
  written: string[];
  /** What may be kept instead, and was not written. */
  unwritten: SubjectChange[];
}

/**
 * Stores the decisions of one shard: each record and its outbox rows in one transaction. Where somebody else wrote meanwhile, the
 * record is loaded again and decided again. The queue is told afterwards: a crash in between loses no message, because the outbox
 * row is the truth and its sweeper finds it. Never throws.
 */
export async function commitShard(input: CommitInput): Promise<CommitResult> {
  const result: CommitResult = { notices: 0, problems: [], written: [], unwritten: [] };
  try {
    await commitAll(input, result);
  } catch (error) {
    result.problems.push(problemFrom('storage', `shard ${input.shard}`, 'commit-failed', error));
  }
  return result;
}

async function commitAll(input: CommitInput, result: CommitResult): Promise<void> {
  const { shard, subjects } = input;
  let records = input.records;
  let open = [...input.decides.keys()];
  for (let attempt = 1; attempt <= COMMIT_ATTEMPTS && open.length > 0; attempt += 1) {
    if (attempt > 1) records = await reload(subjects, shard, open);
    const changes = open.flatMap((key) => {
      const stored = records.get(key);
      const decision = input.decides.get(key)?.(stored?.value, attempt > 1);
      if (decision === undefined) return [];
      const version = stored?.version;
      const record = { value: decision.record, ...(version === undefined ? {} : { version }) };
      const afterSampleMs = stored?.value.link?.sampledAtMs;
      const change = { record, outbox: decision.outbox, ...(afterSampleMs === undefined ? {} : { afterSampleMs }) };
      if (decision.outbox.length > 0 || input.mayKeep?.(stored?.value, decision.record) !== true) return [change];
      result.unwritten.push(change);
      return [];
    });
    if (changes.length === 0) return;
    const { conflicts } = await subjects.commit(shard, changes);
    const lost = new Set(conflicts);
    const won = changes.filter((change) => !lost.has(change.record.value.subject.key));
    result.written.push(...won.map((change) => change.record.value.subject.key));
    const stored = won.flatMap((one) => one.outbox);
    result.notices += stored.length;
    await tell(input, stored, result);
    open = conflicts;
  }
  for (const key of open) {
    const message = `Expected to store what was learned of ${key}, but others wrote it first ${COMMIT_ATTEMPTS} times. The next sweep tries again.`;
    result.problems.push({ area: 'storage', subject: key, code: 'conflict', message });
  }
}

async function reload(subjects: SubjectStore, shard: string, keys: string[]): Promise<Records> {
  if (keys.length > FEW) return subjects.load(shard);
  const records: Records = new Map();
  await mapBounded(keys, RELOADS_AT_ONCE, async (key) => {
    const record = await subjects.loadOne(shard, key);
    if (record !== undefined) records.set(key, record);
  });
  return records;
}

async function tell(
  input: CommitInput,
  stored: ReadonlyArray<{ shard: string; id: string }>,
  result: CommitResult,
): Promise<void> {
  if (stored.length === 0) return;
  try {
    await input.queue.enqueue(stored.map(({ shard, id }) => ({ shard, id })));
  } catch (error) {
    result.problems.push(problemFrom('delivery', `shard ${input.shard}`, 'enqueue-failed', error));
  }
}
