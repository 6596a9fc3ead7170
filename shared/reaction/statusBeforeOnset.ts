import type { HistoryLine, LinkState, LinkStatus } from '../replication/types.ts';

/**
 * What the last answer before the outage said of a link (rule 4). What was sampled after onset is not looked at, however good it is:
 * a region that fails slowly may still answer, and say nothing true.
 * @param onsetMs null while nobody knows when it began: then the last answer counts
 * @param line the newest line of history that is not younger than onset, for where the state of now is younger
 */
export function statusBeforeOnset(
  status: LinkStatus | undefined,
  line: HistoryLine | undefined,
  onsetMs: number | null,
): LinkStatus | undefined {
  const isBefore = (atMs: number) => onsetMs === null || atMs <= onsetMs;
  if (status !== undefined) {
    if (status.state.name !== 'unreachable' && isBefore(status.sampledAtMs)) return status;
    const { lastAnswer } = status;
    if (lastAnswer !== undefined && isBefore(lastAnswer.sampledAtMs)) return { longestMs: {}, ...lastAnswer };
  }
  if (line === undefined || !isBefore(line.atMs)) return undefined;
  const state = stateOf(line);
  return (
    state && {
      state,
      sinceMs: line.atMs,
      longestMs: {},
      sampledAtMs: line.atMs,
      lastReplicationMs: null,
      lastCommitMs: null,
    }
  );
}

/** Whether history has to be asked: the state of now is younger than the outage. */
export function needsHistory(status: LinkStatus | undefined, onsetMs: number | null): boolean {
  return onsetMs !== null && statusBeforeOnset(status, undefined, onsetMs) === undefined;
}

/** A line says less than a status; what it does not say is unknown (rule 14). */
function stateOf({ state, lagSeconds }: HistoryLine): LinkState | undefined {
  switch (state) {
    case 'caughtUp':
      return lagSeconds === null ? { name: 'lagUnknown' } : { name: 'caughtUp', lagSeconds };
    case 'seeding':
      return { name: 'seeding', percent: null };
    case 'unreachable':
      return undefined;
    default:
      return { name: state };
  }
}
