import { removable } from '../../shared/audit/removable.ts';
import type { AuditEntry, AuditStore, AuditTidying } from '../../shared/audit/types.ts';
import type { AuditHead } from '../../shared/audit/verifyAgainstHead.ts';

export interface MemoryAudit extends AuditStore, AuditTidying {
  /** The rows themselves, for a test that tampers with them. */
  readonly rows: AuditEntry[];
  /** The last entry that was removed. */
  floor(): Promise<AuditHead | undefined>;
}

export function createMemoryAudit({ copies = true } = {}): MemoryAudit {
  const rows: AuditEntry[] = [];
  let floor: AuditHead | undefined;
  const first = () => (floor === undefined ? 0 : floor.sequence + 1);
  return {
    rows,
    floor: async () => floor,
    last: async () => (copies ? copyOf(rows.at(-1)) : rows.at(-1)),
    append: async (entry) => {
      if (entry.sequence !== first() + rows.length) return false;
      rows.push(copies ? (JSON.parse(JSON.stringify(entry)) as AuditEntry) : entry);
      return true;
    },
    read: async (from, limit) => {
      const begin = Math.max(0, from - first());
      return JSON.parse(JSON.stringify(rows.slice(begin, Math.max(begin, from + limit - first())))) as AuditEntry[];
    },
    removeOlderThan: async (beforeMs, limit) => {
      const old = removable(rows.slice(0, Math.max(0, Math.min(limit, rows.length - 1))), floor, beforeMs);
      const last = old.at(-1);
      if (last === undefined) return 0;
      floor = { sequence: last.sequence, hash: last.hash };
      rows.splice(0, old.length);
      return old.length;
    },
  };
}

function copyOf(entry: AuditEntry | undefined): AuditEntry | undefined {
  return entry === undefined ? undefined : (JSON.parse(JSON.stringify(entry)) as AuditEntry);
}
