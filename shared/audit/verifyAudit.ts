import { verifyChain } from './chain.ts';
import type { AuditEntry, AuditStore, AuditVerdict } from './types.ts';

const PAGE = 500;

/**
 * Reads the whole chain page by page and names the first entry that does not fit.
 * @param floor the last entry that was removed because it was old; what is kept must follow it
 */
export async function verifyAudit(
  store: Pick<AuditStore, 'read'>,
  floor?: Pick<AuditEntry, 'sequence' | 'hash'>,
): Promise<AuditVerdict> {
  const from = floor === undefined ? 0 : floor.sequence + 1;
  let count = 0;
  let last = floor;
  for (;;) {
    const page = await store.read(from + count, PAGE);
    const verdict = verifyChain(page, last);
    if (!verdict.intact) return verdict;
    count += page.length;
    last = page.at(-1) ?? last;
    if (page.length < PAGE) break;
  }
  const whole = verifyChain([], last);
  return whole.intact ? { ...whole, entries: count, ...(from === 0 ? {} : { from }) } : whole;
}
