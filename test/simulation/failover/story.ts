import type { Operation } from '../../../shared/operations/types.ts';
import type { ReplicationLink } from '../../../shared/topology/types.ts';
import type { MemoryAudit } from '../../ports/memoryAudit.ts';
import type { RoleChange } from './azureModel.ts';

/** One POST as it left a process: what was true, and what was on record, at that moment. */
export interface Send {
  atMs: number;
  operation: Operation | undefined;
  linkKey: string;
  mode: 'planned' | 'forced';
  fenceInForce: boolean;
  pausedSinceMs: number | undefined;
  intentAtMs: number | undefined;
  lossBoundMs: number | null | undefined;
  allowanceMs: number | null | undefined;
  database: string;
}

export interface Story {
  seed: number;
  sends: Send[];
  changes: RoleChange[];
  operations: Operation[];
  audits: MemoryAudit[];
  tokens: number[];
  unfit: Set<string>;
  candidates: ReplicationLink[];
  /** What was verified although Azure did not show it, at that moment. */
  falselyVerified: string[];
  told: Set<string>;
  mayAct: boolean;
  endedAtMs: number;
  telling: string[];
}
