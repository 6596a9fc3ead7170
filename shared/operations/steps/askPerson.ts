import { tellOnce, wasTold } from '../tellOnce.ts';
import { MOVED, type Progress, type Turn, waitFor } from '../turn.ts';
import { looksOf } from './lookAtCandidate.ts';

/** Tells people once that this step waits for them, and keeps looking: it may become the primary meanwhile. */
export async function askPerson(turn: Turn, index: number): Promise<Progress> {
  const step = turn.step(index);
  const link = turn.candidateOf(index);
  if (looksOf(await turn.ask(link.secondary)) === 'primary')
    return await turn.moveStep(index, 'readsAsPrimary', `${link.secondary.server} has become the primary meanwhile.`);
  if (step.toldAtMs !== undefined && step.toldAtMs >= step.sinceMs) return waitFor(turn.rules.idleMs);
  const id = `${turn.operation.id}-${index}-asking-${step.sinceMs}`;
  if (!(await tellOnce(turn, { id, what: 'asking', step: index }))) return waitFor(turn.rules.pollMs);
  const { operation } = turn;
  const atMs = turn.now();
  const steps = operation.steps.map((each, at) => (at === index ? { ...each, toldAtMs: atMs } : each));
  await turn.save({ ...operation, steps, told: wasTold(operation, id) });
  return MOVED;
}
