/** What the server itself says of its links, in master, and how long a critical transaction would wait. Times are epoch milliseconds. */
import type { SampleFailure } from './types.ts';

/** A row of sys.geo_replication_links: no lag, and no SUSPENDED, in this view. */
export interface ServerLink {
  database: string;
  partnerServer: string;
  partnerDatabase: string;
  role: 'primary' | 'secondary';
  /** As the view spells it: PENDING, SEEDING, CATCH_UP. */
  state: string;
}

/** A row of sys.dm_operation_status that has not ended. */
export interface ServerOperation {
  database: string;
  /** As the view spells it, for example `FAILOVER DATABASE`. */
  operation: string;
  startedMs: number;
}

/** sys.resource_stats of the last day: the mean of its five-minute rows of the last hour, and the highest of all. */
export interface ServerLogWrite {
  database: string;
  sustainedPercent: number;
  peakPercent: number;
}

export type ServerAnswer =
  | {
      is: 'read';
      atMs: number;
      links: ServerLink[];
      operations: ServerOperation[] | null;
      logWrite: ServerLogWrite[] | null;
    }
  /** The account is no server principal: nothing is wrong, and nothing is learned. */
  | { is: 'notAllowed'; atMs: number; message: string }
  | { is: 'failed'; atMs: number; failure: SampleFailure };

export interface ServerLinkReader {
  /** Never throws. */
  read(server: { server: string; fullyQualifiedDomainName: string }): Promise<ServerAnswer>;
}

export interface CopySync {
  /**
   * Waits until what is committed on the primary now is hardened on the secondary (not redone there), at most `timeoutMs`, login included.
   * Never throws. `hardenedMs` is the wait alone, without the login.
   */
  wait(request: {
    primary: { server: string; database: string; fullyQualifiedDomainName: string };
    targetServer: string;
    targetDatabase: string;
    timeoutMs: number;
  }): Promise<CopySyncAnswer>;
}

export type CopySyncAnswer =
  | { ok: true; atMs: number; hardenedMs: number }
  /** `waitedMs`: how long it was waited in vain; null where it never came to a wait. */
  | { ok: false; atMs: number; waitedMs: number | null; failure: SampleFailure };
