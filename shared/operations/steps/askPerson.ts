import { MOVED, type Progress, type Turn, waitFor } from '../turn.ts';
import { looksOf } from './lookAtCandidate.ts';

/** Tells people once that this step waits for them, and keeps looking: it may become the primary meanwhile. */
export async function askPerson(turn: Turn, index: number): Promise<Progress> {
  const step = turn.step(index);
  const link = turn.candidateOf(index);
  if (looksOf(await turn.ask(link.secondary)) === 'primary')
    return await turn.moveStep(index, 'readsAsPrimary', `${link.secondary.server} has become the primary meanwhile.`);
  if (step.toldAtMs !== undefined && step.toldAtMs >= step.sinceMs) return waitFor(turn.rules.idleMs);
  const { operation } = turn;
  const id = `${operation.id}-${index}-asking-${step.sinceMs}`;
  try {
    await turn.ports.tell({ id, what: 'asking', operation, step: index });
  } catch {
    return waitFor(turn.rules.pollMs);
  }
  const atMs = turn.now();
  const steps = operation.steps.map((each, at) => (at === index ? { ...each, toldAtMs: atMs } : each));
  await turn.save({ ...operation, steps, told: [...(operation.told ?? []), { id, what: 'asking', atMs }] });
  return MOVED;
}
