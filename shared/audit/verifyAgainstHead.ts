import type { AuditEntry, AuditStore, AuditVerdict } from './types.ts';
import { verifyAudit } from './verifyAudit.ts';

/** Where the chain ends, as it is kept beside it; or an entry that somebody noted elsewhere. */
export interface AuditHead {
  sequence: number;
  hash: string;
}

/**
 * Verifies the whole chain and its end: entries that were cut off leave no trace inside a chain, but the head still points at them.
 * Entries that are appended meanwhile do no harm. Whoever may write the head can cut the end off and put the head back: only `anchor`, noted
 * outside the account, shows that.
 */
export async function verifyAgainstHead(
  store: Pick<AuditStore, 'read'>,
  readHead: () => Promise<AuditHead | undefined>,
  anchor?: AuditHead,
): Promise<AuditVerdict> {
  const before = await readHead();
  const verdict = await verifyAudit(store);
  if (!verdict.intact) return verdict;
  const problem =
    (await wrongAt(store, 'The head of the chain points', verdict.entries, before)) ??
    (await wrongAt(store, 'The anchor points', verdict.entries, anchor));
  if (problem !== undefined) return problem;
  const after = await readHead();
  if (verdict.entries > 0 && after === undefined) {
    return broken(verdict.entries, 'Expected a head that points at the last entry, saw none: it was removed.');
  }
  if (after !== undefined && after.sequence < verdict.entries - 1) {
    const sentence = `Expected nothing after entry ${after.sequence}, at which the head points, saw entry ${after.sequence + 1}: it was inserted, or the head was put back.`;
    return broken(after.sequence + 1, sentence);
  }
  return verdict;
}

async function wrongAt(
  store: Pick<AuditStore, 'read'>,
  pointer: string,
  entries: number,
  expected: AuditHead | undefined,
): Promise<AuditVerdict | undefined> {
  if (expected === undefined) return undefined;
  const { sequence, hash } = expected;
  if (sequence >= entries) {
    const sentence = `${pointer} at entry ${sequence}, but entry ${entries} is missing: it was removed, or the end was cut off.`;
    return broken(entries, sentence);
  }
  const [entry]: AuditEntry[] = await store.read(sequence, 1);
  if (entry?.hash === hash) return undefined;
  return broken(sequence, `${pointer} at another entry ${sequence} than the one that stands there: it was replaced.`);
}

function broken(brokenAt: number, sentence: string): AuditVerdict {
  return { intact: false, brokenAt, sentence };
}
