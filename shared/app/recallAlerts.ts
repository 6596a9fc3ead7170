import { DISPATCH } from '../alerting/dispatch/dispatchChannel.ts';
import { makeNotice } from '../alerting/makeNotice.ts';
import { rulesFor } from '../alerting/rulesFor.ts';
import { type AlertState, CONDITIONS, type Notice } from '../alerting/types.ts';
import type { Configuration } from '../config/types.ts';
import { loadShards } from '../replication/loadShards.ts';
import { SHARDS } from '../replication/shards.ts';
import type { SweepProblem } from '../replication/sweepProblem.ts';
import type { SubjectRecord } from '../replication/types.ts';
import type { Storage } from './ports.ts';

/**
 * The beginnings of all alerts that fire by their records, as they were told of when they began: for a dispatcher whose document is new, or was
 * damaged. Without them the ends would find no beginning, and what fires would never be told (rule 13).
 * @throws Error when not all records can be read: half of them would be half of the truth
 */
export async function recallAlerts(
  configuration: Configuration,
  storage: Pick<Storage, 'subjects' | 'topology'>,
): Promise<Notice[]> {
  const problems: SweepProblem[] = [];
  const [loaded, topology] = await Promise.all([
    loadShards(storage.subjects, problems, [...SHARDS, DISPATCH]),
    storage.topology.load(),
  ]);
  const [problem] = problems;
  if (problem !== undefined) throw new Error(`Expected to read every record of an alert; ${problem.message}`);
  const rulesOf = rulesFor(configuration, topology ?? { servers: [], databases: [] });
  return [...loaded.values()]
    .flatMap((records) => [...records.values()])
    .flatMap(({ value }) => beginningsOf(value, rulesOf));
}

function beginningsOf({ subject, alerts }: SubjectRecord, rulesOf: ReturnType<typeof rulesFor>): Notice[] {
  const rules = rulesOf(subject);
  return CONDITIONS.flatMap((condition) => {
    const state = firing(alerts[condition]);
    if (state === undefined) return [];
    const context = { subject, condition, rule: rules[condition], nowMs: state.firedAtMs };
    return [makeNotice({ reason: 'first', state }, context)];
  });
}

function firing(state: AlertState | undefined): (AlertState & { phase: 'firing' }) | undefined {
  if (state === undefined || state.phase === 'pending') return undefined;
  if (state.phase === 'firing') return state;
  const { clearSinceMs: _, ...rest } = state;
  return { ...rest, phase: 'firing' };
}
