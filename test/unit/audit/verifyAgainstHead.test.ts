import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appendRecords } from '../../../shared/audit/appendRecords.ts';
import { GENESIS, nextEntry } from '../../../shared/audit/chain.ts';
import type { AuditRecord } from '../../../shared/audit/types.ts';
import { type AnchoredVerdict, type AuditHead, verifyAgainstHead } from '../../../shared/audit/verifyAgainstHead.ts';
import { createMemoryAudit, type MemoryAudit } from '../../ports/memoryAudit.ts';

const record = (n: number): AuditRecord => ({
  id: `record ${n}`,
  kind: 'decision',
  atMs: n,
  subject: 'incident',
  sentence: 'moved',
  details: { n },
});

async function chain(entries: number): Promise<{ audit: MemoryAudit; head: AuditHead | undefined }> {
  const audit = createMemoryAudit();
  await appendRecords(
    audit,
    Array.from({ length: entries }, (_, n) => record(n)),
  );
  const last = audit.rows.at(-1);
  return { audit, head: last && { sequence: last.sequence, hash: last.hash } };
}

const at = (audit: MemoryAudit, sequence: number): AuditHead => ({ sequence, hash: audit.rows[sequence]?.hash ?? '' });

function brokenAt(verdict: AnchoredVerdict): number {
  assert.ok(verdict.intact === false, 'expected damage to be found');
  return verdict.brokenAt;
}

test('a chain that ends where its head points is intact', async () => {
  for (const entries of [1, 7, 501]) {
    const { audit, head } = await chain(entries);
    const verdict = await verifyAgainstHead(audit, { readHead: async () => head });
    assert.deepEqual(verdict, { intact: true, entries, lastHash: audit.rows.at(-1)?.hash });
  }
});

test('nothing was ever appended: no entry, no head, intact', async () => {
  const verdict = await verifyAgainstHead(createMemoryAudit(), { readHead: async () => undefined });
  assert.deepEqual(verdict, { intact: true, entries: 0, lastHash: GENESIS });
});

test('an end that was cut off shows against the head, wherever it was cut', async () => {
  for (const kept of [6, 3, 0]) {
    const { audit, head } = await chain(7);
    audit.rows.splice(kept);
    const verdict = await verifyAgainstHead(audit, { readHead: async () => head });
    assert.equal(brokenAt(verdict), kept);
    assert.match(
      verdict.intact ? '' : verdict.sentence,
      /points at entry 6, but entry \d is missing: it was removed, or the end was cut off/,
    );
  }
});

test('an end that was written anew shows against the head', async () => {
  const { audit, head } = await chain(5);
  audit.rows.splice(4, 1, nextEntry(audit.rows[3], { ...record(4), sentence: 'never moved' }));
  const verdict = await verifyAgainstHead(audit, { readHead: async () => head });
  assert.equal(brokenAt(verdict), 4);
});

test('a missing head, and one that was put back, are found', async () => {
  const { audit } = await chain(5);
  assert.equal(brokenAt(await verifyAgainstHead(audit, { readHead: async () => undefined })), 5);
  assert.equal(brokenAt(await verifyAgainstHead(audit, { readHead: async () => at(audit, 2) })), 3);
});

test('entries that are appended meanwhile do no harm', async () => {
  const { audit } = await chain(3);
  const heads = [at(audit, 1), at(audit, 2)];
  const verdict = await verifyAgainstHead(audit, { readHead: async () => heads.shift() });
  assert.equal(verdict.intact && verdict.entries, 3);
});

test('what was cut off together with its head shows only against an anchor', async () => {
  const { audit } = await chain(6);
  const anchor = at(audit, 4);
  assert.equal((await verifyAgainstHead(audit, { readHead: async () => at(audit, 5), anchor })).intact, true);
  audit.rows.splice(3);
  const head = async () => at(audit, 2);
  assert.equal(
    (await verifyAgainstHead(audit, { readHead: head })).intact,
    true,
    'without an anchor nothing is left to see',
  );
  const verdict = await verifyAgainstHead(audit, { readHead: head, anchor });
  assert.equal(brokenAt(verdict), 3);
  assert.match(verdict.intact ? '' : verdict.sentence, /The anchor points at entry 4, but entry 3 is missing/);
});

test('a chain that was written anew from its beginning shows against an anchor', async () => {
  const { audit } = await chain(4);
  const anchor = at(audit, 2);
  const forged = createMemoryAudit();
  await appendRecords(forged, [9, 8, 7, 6].map(record));
  const verdict = await verifyAgainstHead(forged, { readHead: async () => at(forged, 3), anchor });
  assert.equal(brokenAt(verdict), 2);
});

test('damage inside is told before the end is looked at', async () => {
  const { audit, head } = await chain(5);
  const [, second] = audit.rows;
  if (second) second.record.sentence = 'asked nobody';
  audit.rows.splice(4);
  const verdict = await verifyAgainstHead(audit, { readHead: async () => head });
  assert.equal(brokenAt(verdict), 1);
  assert.match(verdict.intact ? '' : verdict.sentence, /its content was changed/);
});

/** Ten entries, of which the first four were kept for long enough. */
async function trimmed() {
  const { audit, head } = await chain(10);
  const all = [...audit.rows];
  assert.equal(await audit.removeOlderThan(4, 100), 4);
  return { audit, all, marks: { readHead: async () => head, readFloor: () => audit.floor() } };
}

test('a chain whose beginning was removed is intact, and says from where', async () => {
  const { audit, all, marks } = await trimmed();
  const verdict = await verifyAgainstHead(audit, marks);
  assert.deepEqual(verdict, { intact: true, entries: 6, from: 4, lastHash: all[9]?.hash });
  assert.equal(
    brokenAt(await verifyAgainstHead(audit, { readHead: marks.readHead })),
    0,
    'without its floor it is not',
  );
});

test('what was changed, removed or cut off after the floor is found', async () => {
  for (const [damage, at] of [
    [(rows: MemoryAudit['rows']) => void rows.splice(0, 1), 4],
    [(rows: MemoryAudit['rows']) => void rows.splice(2, 1), 6],
    [(rows: MemoryAudit['rows']) => void rows.splice(5), 9],
    [(rows: MemoryAudit['rows']) => void rows.splice(0), 4],
  ] as const) {
    const { audit, marks } = await trimmed();
    damage(audit.rows);
    assert.equal(brokenAt(await verifyAgainstHead(audit, marks)), at);
  }
  const { audit, marks } = await trimmed();
  const [first] = audit.rows;
  if (first) first.record.sentence = 'asked nobody';
  assert.equal(brokenAt(await verifyAgainstHead(audit, marks)), 4);
});

test('a floor that was moved, or does not fit, is found', async () => {
  const { audit, all, marks } = await trimmed();
  for (const floor of [
    { sequence: 2, hash: all[2]?.hash ?? '' },
    { sequence: 5, hash: all[5]?.hash ?? '' },
    { sequence: 3, hash: 'forged' },
  ]) {
    const rows = {
      read: async (from: number, limit: number) =>
        audit.rows.filter((row) => row.sequence >= from && row.sequence < from + limit),
    };
    const verdict = await verifyAgainstHead(rows, { ...marks, readFloor: async () => floor });
    if (floor.sequence === 5)
      assert.equal(verdict.intact, true, 'a later beginning is a chain as well: only an anchor shows it');
    else assert.equal(brokenAt(verdict), floor.sequence + 1);
  }
});

test('an anchor is found among what is kept and at the floor; one before it says nothing', async () => {
  const { audit, all, marks } = await trimmed();
  const anchorAt = (sequence: number) => ({ sequence, hash: all[sequence]?.hash ?? '' });
  for (const sequence of [3, 4, 9]) {
    assert.equal(
      (await verifyAgainstHead(audit, { ...marks, anchor: anchorAt(sequence) })).intact,
      true,
      `${sequence}`,
    );
    const forged = { sequence, hash: 'forged' };
    assert.equal(brokenAt(await verifyAgainstHead(audit, { ...marks, anchor: forged })), sequence);
  }
  const verdict = await verifyAgainstHead(audit, { ...marks, anchor: anchorAt(2) });
  assert.equal(verdict.intact, null);
  assert.match(
    'sentence' in verdict ? verdict.sentence : '',
    /anchor is entry 2, and the entries up to 3 are no longer kept/,
  );
});

test('entries that are removed while the chain is read do no harm', async () => {
  const { audit, head } = await chain(10);
  let reads = 0;
  const read = async (from: number, limit: number) => {
    reads += 1;
    if (reads === 1) await audit.removeOlderThan(4, 100);
    return audit.rows.filter((row) => row.sequence >= from && row.sequence < from + limit);
  };
  const verdict = await verifyAgainstHead({ read }, { readHead: async () => head, readFloor: () => audit.floor() });
  assert.deepEqual([verdict.intact, 'from' in verdict && verdict.from], [true, 4]);
});
