import { verifyChain } from './chain.ts';
import type { AuditEntry } from './types.ts';
import type { AuditHead } from './verifyAgainstHead.ts';

/**
 * The entries at the beginning of the chain that are all older than this moment. Pure. None where they do not fit together: what was
 * damaged is left to be looked at.
 * @param entries from the first that is kept on
 * @param floor the last entry that was removed before
 */
export function removable(
  entries: readonly AuditEntry[],
  floor: AuditHead | undefined,
  beforeMs: number,
): readonly AuditEntry[] {
  const young = entries.findIndex(({ record }) => record.atMs >= beforeMs);
  const old = young < 0 ? entries : entries.slice(0, young);
  return verifyChain(old, floor).intact ? old : [];
}
