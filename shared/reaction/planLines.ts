import type { Choice, Plan } from '../failover/types.ts';
import { databaseKey } from '../topology/linkKey.ts';

/** A message is no report: the incident page has the rest. */
const MOST_LINES = 12;

/** The plan as sentences: each database with its candidate and its loss bound, and why one cannot move. */
export function planLines({ choices, mode }: Plan): string[] {
  const lines = choices.flatMap((choice) => choiceLines(choice, choice.mode ?? mode));
  if (lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES - 1), `… and ${lines.length - MOST_LINES + 1} more: see the incident.`];
}

function choiceLines(choice: Choice, mode: Plan['mode']): string[] {
  if (choice.candidate === null) return [choice.sentence, ...firstRefusals(choice)];
  return mode === 'planned' ? [choice.sentence] : [`${choice.sentence} ${choice.loss.sentence}`];
}

function firstRefusals({ refused, database }: Choice): string[] {
  return refused.flatMap(({ linkKey, refusals }) =>
    refusals.slice(0, 1).map(({ sentence }) => `Not ${otherEnd(linkKey, database)}: ${sentence}`),
  );
}

function otherEnd(linkKey: string, database: Choice['database']): string {
  return linkKey.split('~').find((name) => name !== databaseKey(database)) ?? linkKey;
}
