/** What the processes of the sweep bench say to each other. */

/** What was asked of one database in one sweep: the same is asked again over the bare driver. */
export interface Work {
  server: string;
  database: string;
  /** A login was made for it. */
  login: boolean;
  /** Numbers of statements. */
  statements: number[];
}

export interface Operations {
  /** Entity-group transactions. */
  table: number;
  /** Appends. */
  blob: number;
  /** Requests of any kind. */
  queue: number;
  /** What else was asked of the account: single rows written, and reads. */
  rowsWritten: number;
  reads: number;
}

export type ToProduct =
  | { do: 'discover' }
  /** The timer's tick, and so many of the messages that come of it. */
  | { do: 'tick'; take: number }
  /** So many messages of a tick in another process. */
  | { do: 'help'; take: number };

export interface FromProduct {
  ms: number;
  /** Of a core, in this process. */
  cpuMs: number;
  work: Work[];
  statements: string[];
  operations: Operations;
  rssMb: number;
  links: number;
}

export interface ToRaw {
  work: Work[];
  statements: string[];
  concurrency: number;
}

export interface FromRaw {
  ms: number;
  cpuMs: number;
}
