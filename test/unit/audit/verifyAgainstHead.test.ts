import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appendRecords } from '../../../shared/audit/appendRecords.ts';
import { GENESIS, nextEntry } from '../../../shared/audit/chain.ts';
import type { AuditRecord, AuditVerdict } from '../../../shared/audit/types.ts';
import { type AuditHead, verifyAgainstHead } from '../../../shared/audit/verifyAgainstHead.ts';
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

function brokenAt(verdict: AuditVerdict): number {
  assert.ok(!verdict.intact, 'expected damage to be found');
  return verdict.brokenAt;
}

test('a chain that ends where its head points is intact', async () => {
  for (const entries of [1, 7, 501]) {
    const { audit, head } = await chain(entries);
    const verdict = await verifyAgainstHead(audit, async () => head);
    assert.deepEqual(verdict, { intact: true, entries, lastHash: audit.rows.at(-1)?.hash });
  }
});

test('nothing was ever appended: no entry, no head, intact', async () => {
  const verdict = await verifyAgainstHead(createMemoryAudit(), async () => undefined);
  assert.deepEqual(verdict, { intact: true, entries: 0, lastHash: GENESIS });
});

test('an end that was cut off shows against the head, wherever it was cut', async () => {
  for (const kept of [6, 3, 0]) {
    const { audit, head } = await chain(7);
    audit.rows.splice(kept);
    const verdict = await verifyAgainstHead(audit, async () => head);
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
  const verdict = await verifyAgainstHead(audit, async () => head);
  assert.equal(brokenAt(verdict), 4);
});

test('a missing head, and one that was put back, are found', async () => {
  const { audit } = await chain(5);
  assert.equal(brokenAt(await verifyAgainstHead(audit, async () => undefined)), 5);
  assert.equal(brokenAt(await verifyAgainstHead(audit, async () => at(audit, 2))), 3);
});

test('entries that are appended meanwhile do no harm', async () => {
  const { audit } = await chain(3);
  const heads = [at(audit, 1), at(audit, 2)];
  const verdict = await verifyAgainstHead(audit, async () => heads.shift());
  assert.equal(verdict.intact && verdict.entries, 3);
});

test('what was cut off together with its head shows only against an anchor', async () => {
  const { audit } = await chain(6);
  const anchor = at(audit, 4);
  assert.equal((await verifyAgainstHead(audit, async () => at(audit, 5), anchor)).intact, true);
  audit.rows.splice(3);
  const head = async () => at(audit, 2);
  assert.equal((await verifyAgainstHead(audit, head)).intact, true, 'without an anchor nothing is left to see');
  const verdict = await verifyAgainstHead(audit, head, anchor);
  assert.equal(brokenAt(verdict), 3);
  assert.match(verdict.intact ? '' : verdict.sentence, /The anchor points at entry 4, but entry 3 is missing/);
});

test('a chain that was written anew from its beginning shows against an anchor', async () => {
  const { audit } = await chain(4);
  const anchor = at(audit, 2);
  const forged = createMemoryAudit();
  await appendRecords(forged, [9, 8, 7, 6].map(record));
  const verdict = await verifyAgainstHead(forged, async () => at(forged, 3), anchor);
  assert.equal(brokenAt(verdict), 2);
});

test('damage inside is told before the end is looked at', async () => {
  const { audit, head } = await chain(5);
  const [, second] = audit.rows;
  if (second) second.record.sentence = 'asked nobody';
  audit.rows.splice(4);
  const verdict = await verifyAgainstHead(audit, async () => head);
  assert.equal(brokenAt(verdict), 1);
  assert.match(verdict.intact ? '' : verdict.sentence, /its content was changed/);
});
