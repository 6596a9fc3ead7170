import type { AuditEntry, AuditStore, AuditVerdict } from './types.ts';
import { verifyAudit } from './verifyAudit.ts';

/** An entry by its place and content: where the chain ends or begins as it is kept beside it, or one that somebody noted elsewhere. */
export interface AuditHead {
  sequence: number;
  hash: string;
}

/** What stands beside the chain, and what somebody noted outside the account. */
export interface AuditMarks {
  readHead: () => Promise<AuditHead | undefined>;
  /** The last entry that was removed because it was old. Left out: none was. */
  readFloor?: () => Promise<AuditHead | undefined>;
  anchor?: AuditHead | undefined;
}

/** An anchor to an entry that is not kept any more says nothing of those that are. */
export type AnchoredVerdict = AuditVerdict | { intact: null; sentence: string };

/** Of a chain whose beginning is removed while it is read. */
const TRIES = 3;

/**
 * Verifies the chain from the first entry that is kept, and its end: entries that were cut off leave no trace inside a chain, but the head
 * still points at them. Entries that are appended, or removed because they are old, meanwhile do no harm. Whoever may write head and floor
 * can cut off an end and put them back: only `anchor`, noted outside the account, shows that.
 */
export async function verifyAgainstHead(
  store: Pick<AuditStore, 'read'>,
  { readHead, readFloor = async () => undefined, anchor }: AuditMarks,
): Promise<AnchoredVerdict> {
  for (let attempt = 1; ; attempt += 1) {
    const floor = await readFloor();
    const verdict = await verifyFrom(store, floor, readHead, anchor);
    if (verdict.intact === true || attempt === TRIES) return verdict;
    if ((await readFloor())?.sequence === floor?.sequence) return verdict;
  }
}

async function verifyFrom(
  store: Pick<AuditStore, 'read'>,
  floor: AuditHead | undefined,
  readHead: AuditMarks['readHead'],
  anchor: AuditHead | undefined,
): Promise<AnchoredVerdict> {
  const before = await readHead();
  const verdict = await verifyAudit(store, floor);
  if (!verdict.intact) return verdict;
  const next = (verdict.from ?? 0) + verdict.entries;
  const problem =
    (await wrongAt(store, 'The head of the chain points', next, before)) ??
    (isRemoved(anchor, floor) ? undefined : await wrongAt(store, 'The anchor points', next, anchor, floor));
  if (problem !== undefined) return problem;
  const after = await readHead();
  if (next > 0 && after === undefined) {
    return broken(next, 'Expected a head that points at the last entry, saw none: it was removed.');
  }
  if (after !== undefined && after.sequence < next - 1) {
    const sentence = `Expected nothing after entry ${after.sequence}, at which the head points, saw entry ${after.sequence + 1}: it was inserted, or the head was put back.`;
    return broken(after.sequence + 1, sentence);
  }
  return isRemoved(anchor, floor) ? unanchored(anchor, floor) : verdict;
}

function isRemoved(anchor: AuditHead | undefined, floor: AuditHead | undefined): boolean {
  return anchor !== undefined && floor !== undefined && anchor.sequence < floor.sequence;
}

function unanchored(anchor: AuditHead | undefined, floor: AuditHead | undefined): AnchoredVerdict {
  const sentence = `The entries that are kept fit together, but the anchor is entry ${anchor?.sequence}, and the entries up to ${floor?.sequence} are no longer kept: whether they were replaced nobody can say. Verify without it, and note a newer end.`;
  return { intact: null, sentence };
}

async function wrongAt(
  store: Pick<AuditStore, 'read'>,
  pointer: string,
  next: number,
  expected: AuditHead | undefined,
  floor?: AuditHead,
): Promise<AuditVerdict | undefined> {
  if (expected === undefined) return undefined;
  const { sequence, hash } = expected;
  if (sequence >= next) {
    const sentence = `${pointer} at entry ${sequence}, but entry ${next} is missing: it was removed, or the end was cut off.`;
    return broken(next, sentence);
  }
  const [entry]: Array<AuditEntry | AuditHead> = sequence === floor?.sequence ? [floor] : await store.read(sequence, 1);
  if (entry?.hash === hash) return undefined;
  return broken(sequence, `${pointer} at another entry ${sequence} than the one that stands there: it was replaced.`);
}

function broken(brokenAt: number, sentence: string): AuditVerdict {
  return { intact: false, brokenAt, sentence };
}
