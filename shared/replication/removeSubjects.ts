import type { DeliveryQueue } from '../alerting/ports.ts';
import { runBounded } from './bounded.ts';
import { commitShard, type Decide, type Records } from './commitShard.ts';
import { type CloseSubject, type DecisionContext, decideRemoval } from './decideSubject.ts';
import type { SubjectStore } from './ports.ts';
import { problemFrom, type SweepProblem } from './sweepProblem.ts';
import type { SubjectRecord } from './types.ts';

const REMOVALS_AT_ONCE = 8;

export interface RemovalInput {
  loaded: Map<string, Records>;
  /** Is this record to go? */
  isGone: (record: Pick<SubjectRecord, 'subject'>) => boolean;
  ports: { subjects: SubjectStore; queue: DeliveryQueue };
  close: CloseSubject;
  context: (shard: string) => DecisionContext;
}

export interface RemovalResult {
  removed: number;
  notices: number;
  problems: SweepProblem[];
}

/**
 * Resolves the alerts of subjects that are no longer watched, then removes their records. The closing notice is stored first: a crash
 * in between leaves a record without alerts, which the next sweep removes. Never throws.
 */
export async function removeSubjects(input: RemovalInput): Promise<RemovalResult> {
  const result: RemovalResult = { removed: 0, notices: 0, problems: [] };
  for (const [shard, records] of input.loaded) {
    const gone = [...records].filter(([, record]) => input.isGone(record.value)).map(([key]) => key);
    if (gone.length === 0) continue;
    if (!(await closeAll(input, shard, gone, result))) continue;
    await runBounded(gone, REMOVALS_AT_ONCE, async (key) => {
      try {
        await input.ports.subjects.remove(shard, key);
        result.removed += 1;
      } catch (error) {
        result.problems.push(problemFrom('storage', key, 'remove-failed', error));
      }
    });
  }
  return result;
}

/** False when a closing notice may not be stored: then nothing of the shard is removed yet. */
async function closeAll(input: RemovalInput, shard: string, gone: string[], result: RemovalResult): Promise<boolean> {
  const records = input.loaded.get(shard) ?? new Map();
  const decide: Decide = (stored) =>
    stored === undefined ? undefined : decideRemoval(stored, input.close, input.context(shard));
  const told = gone.filter((key) => Object.keys(records.get(key)?.value.alerts ?? {}).length > 0);
  if (told.length === 0) return true;
  const decides = new Map(told.map((key) => [key, decide]));
  const commit = await commitShard({ shard, records, decides, ...input.ports });
  result.notices += commit.notices;
  result.problems.push(...commit.problems);
  return commit.problems.every((problem) => problem.area !== 'storage');
}
