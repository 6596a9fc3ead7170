import { moveOperation, moveStep } from './journal.ts';
import type { OperationStore } from './ports.ts';
import type { Operation } from './types.ts';

/** A person's word on an operation that asks, that failed, or that should stop. */
export interface OperatorCommand {
  what: 'retry' | 'giveUp' | 'abort';
  by: string;
  comment: string;
  atMs: number;
  /** The loss that this person has seen and allows; only with `retry`. */
  allowsLossMs?: number;
}

export type OperatorAnswer =
  | { done: true }
  | { done: false; why: 'missing' | 'nothingToDecide' | 'changed'; sentence: string };

/** Writes a person's decision into the operation; acting on it is `advanceOperation`'s. Never overrides a gate: a retry is judged again. */
export async function applyOperatorCommand(
  store: OperationStore,
  id: string,
  command: OperatorCommand,
): Promise<OperatorAnswer> {
  const loaded = await store.load(id);
  if (loaded === undefined) return { done: false, why: 'missing', sentence: `There is no operation ${id}.` };
  const next = decided(loaded.value, command);
  if (next === undefined) {
    const sentence = `Expected an operation that '${command.what}' applies to; ${id} is ${loaded.value.state}.`;
    return { done: false, why: 'nothingToDecide', sentence };
  }
  const saved = await store.save({ ...loaded, value: next });
  if (saved !== undefined) return { done: true };
  return { done: false, why: 'changed', sentence: `${id} changed meanwhile: look again before deciding.` };
}

function decided(operation: Operation, command: OperatorCommand): Operation | undefined {
  if (command.what === 'abort') return aborted(operation, command);
  const isRetry = command.what === 'retry';
  const { state } = operation;
  // Of a group that has moved in part, what failed can be tried again for as long as the return of the others is watched.
  if (state !== 'running' && state !== 'failed' && !(isRetry && state === 'watchingReturn')) return undefined;
  const event = isRetry ? 'operatorRetry' : 'operatorGivesUp';
  const states = isRetry && state !== 'running' ? ['asking', 'failed'] : ['asking'];
  const changes = command.allowsLossMs === undefined ? {} : { operatorAllowsMs: command.allowsLossMs };
  const sentence = sentenceOf(command);
  // The later word counts: whoever says again takes an abort back that had not come about yet.
  const { abortRequested: _, ...resumed } = operation;
  const before = isRetry ? resumed : operation;
  let next: Operation = before;
  for (const [index, step] of operation.steps.entries()) {
    if (states.includes(step.state)) next = moveStep(next, index, event, { atMs: command.atMs, sentence, changes });
  }
  if (next === before && state !== 'failed') return undefined;
  return state === 'running' ? next : moveOperation(next, event, { atMs: command.atMs, sentence });
}

/** Only what is not under way can be aborted: a call that was made is followed to its end. */
function aborted(operation: Operation, command: OperatorCommand): Operation | undefined {
  const possible = operation.state === 'fencing' || operation.state === 'running';
  if (!possible || operation.abortRequested !== undefined) return undefined;
  return { ...operation, abortRequested: { by: command.by, comment: command.comment, atMs: command.atMs } };
}

function sentenceOf({ what, by, comment, allowsLossMs }: OperatorCommand): string {
  const allows = allowsLossMs === undefined ? '' : ` (allows a loss of ${allowsLossMs} ms)`;
  return `${by} says ${what}${allows}: ${comment}`;
}
