import { verifyChain } from './chain.ts';
import type { AuditEntry, AuditStore, AuditVerdict } from './types.ts';

const PAGE = 500;

/** Reads the whole chain page by page and names the first entry that does not fit. */
export async function verifyAudit(
  store: Pick<AuditStore, 'read'>,
  expectedLast?: { sequence: number; hash: string },
): Promise<AuditVerdict> {
  let count = 0;
  let last: AuditEntry | undefined;
  for (;;) {
    const page = await store.read(count, PAGE);
    const verdict = verifyChain(page, last);
    if (!verdict.intact) return verdict;
    count += page.length;
    last = page.at(-1) ?? last;
    if (page.length < PAGE) break;
  }
  const end = verifyChain([], last, expectedLast);
  return end.intact ? { ...end, entries: count } : end;
}
