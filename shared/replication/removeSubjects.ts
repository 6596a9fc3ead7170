import type { DeliveryQueue } from '../alerting/ports.ts';
import { mapBounded } from '../limits/mapBounded.ts';
import { commitShard, type Decide, type Records } from './commitShard.ts';
import { type CloseSubject, type DecisionContext, decideRemoval } from './decideSubject.ts';
import type { SubjectStore, Versioned } from './ports.ts';
import { problemFrom, type SweepProblem } from './sweepProblem.ts';
import type { SubjectRecord } from './types.ts';

const REMOVALS_AT_ONCE = 8;

export interface RemovalInput {
  loaded: Map<string, Records>;
  /** Is this record to go? */
  isGone: (record: SubjectRecord) => boolean;
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
 * in between leaves a record without alerts, which the next sweep removes. A record that somebody else writes meanwhile is watched
 * again: it is neither closed nor removed, and the next sweep decides. Never throws.
 */
export async function removeSubjects(input: RemovalInput): Promise<RemovalResult> {
  const result: RemovalResult = { removed: 0, notices: 0, problems: [] };
  for (const [shard, records] of input.loaded) {
    const gone = [...records].filter(([, record]) => input.isGone(record.value)).map(([key]) => key);
    if (gone.length === 0) continue;
    if (!(await closeAll(input, shard, gone, result))) continue;
    await mapBounded(gone, REMOVALS_AT_ONCE, async (key) => {
      try {
        if (await removeQuiet(input.ports.subjects, shard, key, records.get(key))) result.removed += 1;
      } catch (error) {
        result.problems.push(problemFrom('storage', key, 'remove-failed', error));
      }
    });
  }
  return result;
}

/** Removes a record that has nothing more to tell, in the version that was seen to be so. */
async function removeQuiet(
  subjects: SubjectStore,
  shard: string,
  key: string,
  loaded: Versioned<SubjectRecord> | undefined,
): Promise<boolean> {
  const record = isQuiet(loaded) ? loaded : await subjects.loadOne(shard, key);
  if (record?.version === undefined || !isQuiet(record)) return false;
  return subjects.remove(shard, key, record.version, record.value.link?.sampledAtMs);
}

function isQuiet(record: Versioned<SubjectRecord> | undefined): boolean {
  return Object.keys(record?.value.alerts ?? {}).length === 0;
}

/** False when a closing notice may not be stored: then nothing of the shard is removed yet. */
async function closeAll(input: RemovalInput, shard: string, gone: string[], result: RemovalResult): Promise<boolean> {
  const records = input.loaded.get(shard) ?? new Map();
  const decide: Decide = (stored, again) =>
    stored === undefined || again ? undefined : decideRemoval(stored, input.close, input.context(shard));
  const told = gone.filter((key) => !isQuiet(records.get(key)));
  if (told.length === 0) return true;
  const decides = new Map(told.map((key) => [key, decide]));
  const commit = await commitShard({ shard, records, decides, ...input.ports });
  result.notices += commit.notices;
  result.problems.push(...commit.problems);
  return commit.problems.every((problem) => problem.area !== 'storage');
}
