import { nextEntry } from './chain.ts';
import type { AuditEntry, AuditRecord, AuditStore } from './types.ts';

/** Somebody else may win the end of the chain again and again, but not for ever. */
const TRIES_PER_RECORD = 20;

/**
 * Appends each record after whatever is last by then. At least once: after a lost answer the caller appends again, and readers fold equal
 * ids. @throws Error when others wrote faster for too long; nothing is half written, and the caller may try again.
 */
export async function appendRecords(store: AuditStore, records: readonly AuditRecord[]): Promise<void> {
  if (records.length === 0) return;
  let last = await store.last();
  for (const record of records) last = await appendOne(store, last, record);
}

async function appendOne(store: AuditStore, known: AuditEntry | undefined, record: AuditRecord): Promise<AuditEntry> {
  let last = known;
  for (let attempt = 0; attempt < TRIES_PER_RECORD; attempt += 1) {
    const entry = nextEntry(last, record);
    if (await store.append(entry)) return entry;
    last = await store.last();
  }
  throw new Error(
    `expected to append '${record.id}' within ${TRIES_PER_RECORD} tries, saw another writer win each time; it is tried again`,
  );
}
