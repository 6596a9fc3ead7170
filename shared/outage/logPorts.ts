/** Log queries of the owner's own: what Azure Monitor answers to a line of KQL. */
import type { ReadFailureKind } from '../topology/errors.ts';

/** What a row names, in its columns of these names; nothing else of it is kept. */
export interface LogHit {
  server?: string;
  database?: string;
  region?: string;
}

export type LogAnswer =
  | {
      ok: true;
      /** Rows of the first table: every one is a hit. */
      rows: number;
      /** The first number of the first row; null where there is none: no row, or no number in it. */
      value: number | null;
      /** What the rows are about: each server, database or region that they name once. */
      hits: LogHit[];
    }
  /** `message`: expected, seen, what to do; never a secret, and nothing of what the query found. */
  | { ok: false; kind: ReadFailureKind; message: string };

export interface LogsReader {
  /**
   * Runs one query over one Log Analytics workspace. Never throws: a failure is an answer, also where Azure gives a part of the rows only.
   * It looks back a day at most; the query itself says how far.
   */
  run(question: { name: string; workspaceId: string; query: string }): Promise<LogAnswer>;
}

/** What one of the owner's queries answered last. */
export interface LogSignal {
  atMs: number;
  /** Rows; null where it failed. */
  hits: number | null;
  /** The first number of the first row. */
  value: number | null;
  failure?: { kind: string; message: string };
}
