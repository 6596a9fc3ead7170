/** Log queries of the owner's own: what Azure Monitor answers to a line of KQL. */
import type { ReadFailureKind } from '../topology/errors.ts';

export type LogAnswer =
  | {
      ok: true;
      /** Rows of the first table. */
      rows: number;
      /** The first number of the first row; null where there is none: no row, or no number in it. */
      value: number | null;
    }
  /** `message`: expected, seen, what to do; never a secret, and nothing of what the query found. */
  | { ok: false; kind: ReadFailureKind; message: string };

export interface LogsReader {
  /**
   * Runs one query over one Log Analytics workspace. Never throws: a failure is an answer, also where Azure gives a part of the rows only.
   * @param question.spanMs how far back it looks, from now
   */
  run(question: { name: string; workspaceId: string; query: string; spanMs: number }): Promise<LogAnswer>;
}
