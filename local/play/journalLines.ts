import type { ShownOperationDetail } from './product.ts';

/** The journals of operations, to see what took how long, and why. */
export function journalLines(operations: readonly ShownOperationDetail[]): string[] {
  return operations.flatMap(({ id, state, steps, journal }) => [
    `operation ${id}: ${state}`,
    ...journal.map(({ at, step, from, event, to, sentence }) => {
      const what = step === null ? '' : ` ${steps[step]?.database ?? step}`;
      return `  ${at.slice(11, 23)}${what} ${from} --${event}--> ${to}: ${sentence}`;
    }),
  ]);
}
