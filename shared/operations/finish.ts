import { mapBounded } from '../limits/mapBounded.ts';
import { isEndTold } from './isFinished.ts';
import { looksOf } from './steps/lookAtCandidate.ts';
import { tellOnce, tellWhatIsMissing, wasTold } from './tellOnce.ts';
import { MOVED, type Progress, type Turn, waitFor } from './turn.ts';

/** Every step is settled: what has it come to? */
export async function settle(turn: Turn): Promise<Progress> {
  await turn.releaseFence();
  const count = (state: string): number => turn.operation.steps.filter((step) => step.state === state).length;
  const summary = `${count('verified')} moved, ${count('failed')} failed, ${count('skipped')} skipped, ${count('aborted')} aborted.`;
  if (count('verified') > 0) return await turn.move('moved', summary);
  if (count('failed') > 0) return await turn.move('noneMoved', summary);
  return await turn.move('nothingToDo', summary);
}

/** Tells once per state: the state is stored before anybody hears of it. */
export async function tellPeople(turn: Turn, what: 'moved' | 'failed' | 'aborted'): Promise<Progress> {
  const { operation, rules } = turn;
  if (operation.toldAtMs !== undefined && operation.toldAtMs >= operation.sinceMs) return waitFor(rules.idleMs);
  const id = `${operation.id}-${what}-${operation.sinceMs}`;
  if (!(await tellOnce(turn, { id, what }))) return waitFor(rules.pollMs);
  return await turn.move('toldPeople', 'The message is in the outbox.', {
    toldAtMs: turn.now(),
    told: wasTold(turn.operation, id),
  });
}

/** Whoever was told of a closed operation hears that it is over (rule 13). */
export async function tellEnd(turn: Turn): Promise<Progress> {
  const { operation, rules } = turn;
  if (isEndTold(operation)) return waitFor(rules.idleMs);
  if (!(await tellWhatIsMissing(turn))) return waitFor(rules.pollMs);
  try {
    await turn.ports.tell({ id: `${operation.id}-closed`, what: 'closed', operation });
  } catch {
    return waitFor(rules.pollMs);
  }
  await turn.save({ ...operation, closedToldAtMs: turn.now() });
  return MOVED;
}

/** Logins to old primaries at the same time: after their region died each of them takes its whole timeout. */
const ASKED_AT_ONCE = 8;

/**
 * The old primaries come back as secondaries, or do not. Looks only; nothing depends on it (rule 10). The first few that are not back are
 * reason enough to come again: a dead region must not hold whoever drives this for one timeout after another.
 */
export async function watchReturn(turn: Turn): Promise<Progress> {
  const { operation, rules } = turn;
  const old = operation.steps.flatMap(({ state }, index) =>
    state === 'verified' ? [turn.candidateOf(index).primary] : [],
  );
  const isLastLook = turn.now() - operation.sinceMs > rules.watchReturnForMs;
  const missing: string[] = [];
  await mapBounded(old, ASKED_AT_ONCE, async (end) => {
    if (missing.length > 0 && !isLastLook) return;
    if (looksOf(await turn.ask(end)) !== 'secondary') missing.push(`${end.server}/${end.database}`);
  });
  if (missing.length === 0) return await turn.move('returned', 'Every old primary is back as a secondary.');
  if (!isLastLook) return waitFor(rules.idleMs);
  return await turn.move('watchEnded', `Not back as a secondary: ${missing.sort().join(', ')}.`);
}
