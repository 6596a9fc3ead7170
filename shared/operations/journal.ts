import { operationTransition, stepTransition } from './machine.ts';
import type { JournalEntry, Operation, OperationEvent, OperationStep, StepEvent } from './types.ts';

/** How many entries one operation may write before it must be looked at: a loop that nobody foresaw must not fill a table row. */
const MOST_JOURNAL_ENTRIES = 2_000;

/** The operation after this event in one of its steps: moved by the table, with the changes, and with one more journal entry. */
export function moveStep(
  operation: Operation,
  index: number,
  event: StepEvent,
  move: { atMs: number; sentence: string; changes?: Partial<OperationStep> },
): Operation {
  const step = operation.steps[index];
  if (step === undefined)
    throw new Error(`expected step ${index} of ${operation.id}; it has ${operation.steps.length}`);
  const { to } = stepTransition(step.state, event);
  const sinceMs = to === step.state ? step.sinceMs : move.atMs;
  const moved: OperationStep = { ...step, ...move.changes, state: to, sinceMs };
  const steps = operation.steps.map((each, at) => (at === index ? moved : each));
  return write(
    { ...operation, steps },
    { atMs: move.atMs, step: index, from: step.state, event, to, sentence: move.sentence },
  );
}

/** The operation after this event as a whole. */
export function moveOperation(
  operation: Operation,
  event: OperationEvent,
  move: { atMs: number; sentence: string; changes?: Partial<Operation> },
): Operation {
  const { to } = operationTransition(operation.state, event);
  const moved: Operation = { ...operation, ...move.changes, state: to, sinceMs: move.atMs };
  return write(moved, { atMs: move.atMs, step: null, from: operation.state, event, to, sentence: move.sentence });
}

/** Whether the newest entry of this step says the same already: looking again and again is not written again and again. */
export function saidLast(operation: Operation, index: number, event: StepEvent): boolean {
  const last = operation.journal.findLast((entry) => entry.step === index);
  return last?.event === event && last.from === last.to;
}

function write(operation: Operation, entry: Omit<JournalEntry, 'sequence'>): Operation {
  const { journal } = operation;
  if (journal.length >= MOST_JOURNAL_ENTRIES) {
    throw new Error(
      `expected at most ${MOST_JOURNAL_ENTRIES} journal entries of ${operation.id}; it goes round in circles: abort it and look`,
    );
  }
  return { ...operation, journal: [...journal, { sequence: journal.length, ...entry }] };
}
