import type { BatchAnswer, Row } from './sqlConnection.ts';
import type { ServerMessage } from './sqlErrors.ts';

/** One statement of a batch of which any may be refused. */
export interface Statement {
  /** As people know it: `sys.dm_os_wait_stats`. */
  view: string;
  /** Every column has a name that no other statement of the batch uses. */
  text: string;
}

export interface Unread {
  view: string;
  message: string;
}

/**
 * A missing permission (229, 262, 297, 300) or a view that this service tier does not have (208).
 * Source: learn.microsoft.com, Database Engine events and errors. Anything else is a failure of the question.
 */
const REFUSALS: ReadonlySet<number> = new Set([208, 229, 262, 297, 300]);

/** One text for all of them. What became of each is told by a row of its own: a refusal may end the batch, or only its statement. */
export function batchOf(statements: readonly Statement[]): string {
  return statements
    .map(({ text }, index) => `${text} SELECT ${index} AS ended_statement, @@ERROR AS ended_error;`)
    .join(' ');
}

/**
 * The rows that were read, and the statements that were not, with the server's word on it.
 * @throws SqlFailure where the server said something else than a refusal
 */
export function readBatch(
  statements: readonly Statement[],
  { rows, refusals, failure }: BatchAnswer,
): { rows: Row[]; unread: Unread[] } {
  if (failure !== undefined && !refusals.every(({ number }) => REFUSALS.has(number))) throw failure;
  const ends = rows.flatMap((row, at) => ('ended_statement' in row ? [{ row, at }] : []));
  const unread = statements.flatMap(({ view }, index): Unread[] => {
    const end = ends.find(({ row }) => row.ended_statement === index);
    if (end?.row.ended_error === 0) return [];
    const from = (ends.find(({ row }) => row.ended_statement === index - 1)?.at ?? -1) + 1;
    const said = refusals.filter(({ afterRows }) => afterRows >= from && afterRows <= (end?.at ?? rows.length));
    const isReached = index === 0 || from > 0;
    return [
      { view, message: isReached ? sentenceOf(view, said) : `${view} was not asked: the batch ended before it.` },
    ];
  });
  return { rows: rows.filter((row) => !('ended_statement' in row)), unread };
}

function sentenceOf(view: string, said: readonly ServerMessage[]): string {
  const words = said.map(({ number, message }) => `error ${number} (${message.replace(/\s+/g, ' ').slice(0, 200)})`);
  return `Expected to read ${view}, saw ${words.join(', ') || 'no answer'}.`;
}
