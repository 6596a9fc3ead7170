import type { AuditEntry, AuditStore } from '../../shared/audit/types.ts';

export interface MemoryAudit extends AuditStore {
  /** The rows themselves, for a test that tampers with them. */
  readonly rows: AuditEntry[];
}

export function createMemoryAudit({ copies = true } = {}): MemoryAudit {
  const rows: AuditEntry[] = [];
  return {
    rows,
    last: async () => (copies ? copyOf(rows.at(-1)) : rows.at(-1)),
    append: async (entry) => {
      if (entry.sequence !== rows.length) return false;
      rows.push(copies ? (JSON.parse(JSON.stringify(entry)) as AuditEntry) : entry);
      return true;
    },
    read: async (from, limit) => JSON.parse(JSON.stringify(rows.slice(from, from + limit))) as AuditEntry[],
  };
}

function copyOf(entry: AuditEntry | undefined): AuditEntry | undefined {
  return entry === undefined ? undefined : (JSON.parse(JSON.stringify(entry)) as AuditEntry);
}
