import { hash as digest } from 'node:crypto';
import { canonicalJson } from './canonicalJson.ts';
import type { AuditEntry, AuditRecord, AuditVerdict } from './types.ts';

/** What the first entry points back to. */
export const GENESIS = '0'.repeat(64);

/** The entry that follows `previous`. Pure: the same record after the same entry gives the same hash on every machine. */
export function nextEntry(previous: AuditEntry | undefined, record: AuditRecord): AuditEntry {
  const sequence = previous === undefined ? 0 : previous.sequence + 1;
  const previousHash = previous?.hash ?? GENESIS;
  return { sequence, record, previousHash, hash: hashOf(sequence, previousHash, record) };
}

/**
 * Whether nothing was changed, removed, inserted or reordered between the first and the last of these entries. Names the first that does not
 * fit. Entries cut off at the end leave no trace inside a chain: give `expectedLast`, kept elsewhere, to notice that too.
 */
export function verifyChain(
  entries: readonly AuditEntry[],
  start?: Pick<AuditEntry, 'sequence' | 'hash'>,
  expectedLast?: { sequence: number; hash: string },
): AuditVerdict {
  let previous = start;
  for (const entry of entries) {
    const sequence = previous === undefined ? 0 : previous.sequence + 1;
    const problem = problemOf(entry, sequence, previous?.hash ?? GENESIS);
    if (problem !== undefined) return { intact: false, brokenAt: sequence, sentence: problem };
    previous = entry;
  }
  const last = previous === undefined ? { sequence: -1, hash: GENESIS } : previous;
  if (expectedLast !== undefined && (last.sequence !== expectedLast.sequence || last.hash !== expectedLast.hash)) {
    const sentence = `Expected the chain to end with entry ${expectedLast.sequence}, saw it end with ${last.sequence}: its end was cut off or replaced.`;
    return { intact: false, brokenAt: Math.min(last.sequence, expectedLast.sequence) + 1, sentence };
  }
  return { intact: true, entries: entries.length, lastHash: last.hash };
}

function problemOf(entry: AuditEntry, sequence: number, previousHash: string): string | undefined {
  if (entry.sequence !== sequence)
    return `Expected entry ${sequence}, saw ${entry.sequence}: an entry is missing, repeated or out of order.`;
  if (entry.previousHash !== previousHash)
    return `Entry ${sequence} points to ${short(entry.previousHash)}, but the entry before it is ${short(previousHash)}: one of them was replaced.`;
  const hash = hashOf(sequence, previousHash, entry.record);
  if (entry.hash !== hash)
    return `Entry ${sequence} ('${entry.record.id}') says its hash is ${short(entry.hash)}, but its content gives ${short(hash)}: its content was changed.`;
  return undefined;
}

function hashOf(sequence: number, previousHash: string, record: AuditRecord): string {
  return digest('sha256', `${sequence}\n${previousHash}\n${canonicalJson(record)}`, 'hex');
}

function short(hash: string): string {
  return `${hash.slice(0, 12)}…`;
}
