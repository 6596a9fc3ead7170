import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appendRecords } from '../../../shared/audit/appendRecords.ts';
import { canonicalJson } from '../../../shared/audit/canonicalJson.ts';
import { GENESIS, nextEntry, verifyChain } from '../../../shared/audit/chain.ts';
import type { AuditEntry, AuditRecord } from '../../../shared/audit/types.ts';
import { verifyAudit } from '../../../shared/audit/verifyAudit.ts';
import { createMemoryAudit, type MemoryAudit } from '../../ports/memoryAudit.ts';

function record(id: string, details: Record<string, unknown> = {}): AuditRecord {
  return { id, kind: 'journal', atMs: 1, subject: 'op', sentence: `said ${id}`, details };
}

async function chainOf(length: number): Promise<MemoryAudit> {
  const audit = createMemoryAudit();
  await appendRecords(
    audit,
    Array.from({ length }, (_, index) => record(`r${index}`, { index })),
  );
  return audit;
}

function brokenAt(rows: AuditEntry[]): number | undefined {
  const verdict = verifyChain(rows);
  return verdict.intact ? undefined : verdict.brokenAt;
}

test('a chain that nobody touched is intact, and an empty one too', async () => {
  const { rows } = await chainOf(5);
  assert.deepEqual(verifyChain(rows), { intact: true, entries: 5, lastHash: rows[4]?.hash });
  assert.deepEqual(verifyChain([]), { intact: true, entries: 0, lastHash: GENESIS });
  assert.equal(rows[0]?.previousHash, GENESIS);
});

for (const at of [0, 2, 4]) {
  test(`a changed sentence in entry ${at} is found there`, async () => {
    const { rows } = await chainOf(5);
    const entry = rows[at];
    assert.ok(entry);
    rows[at] = { ...entry, record: { ...entry.record, sentence: 'something else' } };
    assert.equal(brokenAt(rows), at);
  });
}

test('a changed entry with a hash made to fit is found in the entry after it', async () => {
  const { rows } = await chainOf(5);
  rows[2] = nextEntry(rows[1], record('forged'));
  assert.equal(brokenAt(rows), 3);
});

test('a removed, a repeated and a swapped entry are found', async () => {
  const { rows } = await chainOf(5);
  const [zero, one, two, three, four] = rows as [AuditEntry, AuditEntry, AuditEntry, AuditEntry, AuditEntry];
  assert.equal(brokenAt([zero, one, three, four]), 2);
  assert.equal(brokenAt([one, two]), 0);
  assert.equal(brokenAt([zero, one, one, two]), 2);
  assert.equal(brokenAt([zero, two, one]), 1);
});

test('a cut-off end is found by whoever kept the last hash', async () => {
  const { rows } = await chainOf(5);
  const last = { sequence: 4, hash: rows[4]?.hash ?? '' };
  assert.equal(verifyChain(rows, undefined, last).intact, true);
  const verdict = verifyChain(rows.slice(0, 3), undefined, last);
  assert.deepEqual([verdict.intact, verdict.intact ? -1 : verdict.brokenAt], [false, 3]);
});

test('a broken chain says what was expected and what was seen', async () => {
  const { rows } = await chainOf(2);
  const verdict = verifyChain(rows.slice(1));
  assert.match(verdict.intact ? '' : verdict.sentence, /Expected entry 0, saw 1/);
});

test('what went through JSON, with its keys in another order, still fits', async () => {
  const { rows } = await chainOf(3);
  const turned = rows.map((entry) => Object.fromEntries(Object.entries(JSON.parse(JSON.stringify(entry))).reverse()));
  assert.equal(verifyChain(turned as unknown as AuditEntry[]).intact, true);
});

test('a chain longer than a page is verified whole', async () => {
  const audit = await chainOf(1_200);
  assert.deepEqual(await verifyAudit(audit), { intact: true, entries: 1_200, lastHash: audit.rows[1_199]?.hash });
  audit.rows.splice(1_100, 1);
  const verdict = await verifyAudit(audit);
  assert.equal(verdict.intact ? -1 : verdict.brokenAt, 1_100);
});

test('two writers at once leave no gap', async () => {
  const audit = createMemoryAudit();
  const names = Array.from({ length: 5 }, (_, index) => index);
  await Promise.all(names.map((name) => appendRecords(audit, [record(`${name}a`), record(`${name}b`)])));
  assert.equal(audit.rows.length, 10);
  assert.equal(verifyChain(audit.rows).intact, true);
});

test('a writer that never wins gives up with a sentence', async () => {
  const audit = createMemoryAudit();
  await assert.rejects(
    appendRecords({ ...audit, append: async () => false }, [record('late')]),
    /'late' within 20 tries/,
  );
});

test('canonical JSON sorts keys by code unit, drops undefined, and refuses what JSON cannot say', () => {
  assert.equal(canonicalJson({ b: 1, a: [undefined, 'x'], c: undefined, B: null }), '{"B":null,"a":[null,"x"],"b":1}');
  assert.throws(() => canonicalJson({ a: Number.NaN }), /finite number/);
  assert.throws(() => canonicalJson([Number.POSITIVE_INFINITY]), /finite number/);
});
