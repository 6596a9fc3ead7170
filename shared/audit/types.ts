/** The append-only chain: what was seen, judged, decided, called and answered. */

export type AuditKind = 'observation' | 'verdict' | 'gate' | 'decision' | 'journal' | 'call' | 'answer' | 'operator';

export interface AuditRecord {
  /** Stable: a record that is appended again after a crash bears the same id, and readers fold it. */
  id: string;
  kind: AuditKind;
  atMs: number;
  /** An incident, an operation, or a person. */
  subject: string;
  /** Never a secret. */
  sentence: string;
  /** JSON only. */
  details: Record<string, unknown>;
}

export interface AuditEntry {
  /** From 0, without gaps. */
  sequence: number;
  record: AuditRecord;
  /** Of the entry before; the first has GENESIS. */
  previousHash: string;
  hash: string;
}

/** The first entry that does not fit, and why. */
export type AuditVerdict =
  /** `from`: the first entry that is kept, where older ones were removed. */
  | { intact: true; entries: number; lastHash: string; from?: number }
  | { intact: false; brokenAt: number; sentence: string };

export interface AuditStore {
  last(): Promise<AuditEntry | undefined>;
  /** False when that sequence was written by somebody else in the meantime. */
  append(entry: AuditEntry): Promise<boolean>;
  /** In order, at most `limit` of them. */
  read(fromSequence: number, limit: number): Promise<AuditEntry[]>;
}

/** Of an audit store. Apart from what the rooms need: only tidying removes. */
export interface AuditTidying {
  /**
   * Removes entries from the beginning on that are all older than this moment, at most `limit`, never the last. How many. The last that was
   * removed stays on record by its sequence and hash, so that what is kept can still be verified; nothing of a damaged beginning is removed.
   */
  removeOlderThan(beforeMs: number, limit: number): Promise<number>;
}
