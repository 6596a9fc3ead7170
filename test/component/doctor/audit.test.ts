import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import type { TableClient } from '@azure/data-tables';
import { verifyAccount } from '../../../doctor/audit/verify.ts';
import { AUDIT_FLOOR, AUDIT_HEAD, AUDIT_PARTITION } from '../../../shared/adapters/azure/tables/auditHead.ts';
import { createAuditStore } from '../../../shared/adapters/azure/tables/auditStore.ts';
import { appendRecords } from '../../../shared/audit/appendRecords.ts';
import { GENESIS } from '../../../shared/audit/chain.ts';
import { withAzurite } from '../tables/azurite.ts';

const azurite = withAzurite();
const MAIN = new URL('../../../doctor/audit/main.ts', import.meta.url).pathname;
const ENTRIES = 6;
const rowOf = (sequence: number) => `c-${String(sequence).padStart(16, '0')}`;

/** A chain in a table of its own. */
async function chain(tableName = azurite.newName()): Promise<{ table: TableClient; tableName: string }> {
  const table = azurite.clients().table(tableName);
  await appendRecords(
    createAuditStore(table),
    Array.from({ length: ENTRIES }, (_, n) => ({
      id: `record ${n}`,
      kind: 'decision' as const,
      atMs: n,
      subject: 'incident shop',
      sentence: 'moved – “größer”',
      details: { lossBoundSeconds: n },
    })),
  );
  return { table, tableName };
}

const verify = (tableName: string) => verifyAccount(azurite.clients(), undefined, tableName);

async function tamper(table: TableClient, sequence: number, changed: (json: string) => string): Promise<void> {
  const row = await table.getEntity<{ data0: string }>(AUDIT_PARTITION, rowOf(sequence));
  await table.updateEntity(
    { partitionKey: AUDIT_PARTITION, rowKey: rowOf(sequence), data0: changed(row.data0) },
    'Merge',
  );
}

test('a chain as it was appended is intact', async () => {
  const { table, tableName } = await chain();
  const last = await createAuditStore(table).last();
  assert.deepEqual(await verify(tableName), { intact: true, entries: ENTRIES, lastHash: last?.hash });
});

test('a row whose content was changed is named', async () => {
  const { table, tableName } = await chain();
  await tamper(table, 3, (json) => json.replace('"lossBoundSeconds":3', '"lossBoundSeconds":0'));
  const finding = await verify(tableName);
  assert.equal(finding.intact === false && finding.brokenAt, 3);
  assert.match(finding.intact === false ? finding.sentence : '', /record 3.*its content was changed/);
});

test('a row that was changed together with its hash is named by the row after it', async () => {
  const { table, tableName } = await chain();
  await tamper(table, 2, (json) => json.replace(/"hash":"[0-9a-f]{4}/, '"hash":"0000'));
  const finding = await verify(tableName);
  assert.equal(finding.intact === false && finding.brokenAt, 2);
});

test('a row that was removed is named, in the middle and at the beginning', async () => {
  for (const sequence of [0, 4]) {
    const { table, tableName } = await chain();
    await table.deleteEntity(AUDIT_PARTITION, rowOf(sequence));
    const finding = await verify(tableName);
    assert.equal(finding.intact === false && finding.brokenAt, sequence);
    assert.match(finding.intact === false ? finding.sentence : '', /an entry is missing/);
  }
});

test('a row that is no entry any more is named with its key', async () => {
  const { table, tableName } = await chain();
  await tamper(table, 2, () => 'nonsense');
  const finding = await verify(tableName);
  assert.equal(finding.intact === false && finding.brokenAt, 2);
  assert.match(
    finding.intact === false ? finding.sentence : '',
    /The row c-0000000000000002 cannot be read as an entry/,
  );
});

test('an end that was cut off is named, and so is a head that was removed or put back', async () => {
  const { table, tableName } = await chain();
  await table.deleteEntity(AUDIT_PARTITION, rowOf(5));
  await table.deleteEntity(AUDIT_PARTITION, rowOf(4));
  const cut = await verify(tableName);
  assert.equal(cut.intact === false && cut.brokenAt, 4);
  assert.match(cut.intact === false ? cut.sentence : '', /points at entry 5, but entry 4 is missing/);
  await table.deleteEntity(AUDIT_PARTITION, AUDIT_HEAD);
  assert.equal((await verify(tableName)).intact, false);
  const other = await chain();
  const [, second] = await createAuditStore(other.table).read(0, 2);
  await other.table.updateEntity(
    { partitionKey: AUDIT_PARTITION, rowKey: AUDIT_HEAD, sequence: '1', hash: second?.hash },
    'Merge',
  );
  const putBack = await verify(other.tableName);
  assert.equal(putBack.intact === false && putBack.brokenAt, 2);
});

test('a chain whose oldest entries were kept for long enough is intact from where it begins; a row that was left behind does no harm', async () => {
  const { table, tableName } = await chain();
  const [oldest] = await createAuditStore(table).read(0, 1);
  assert.equal(await createAuditStore(table).removeOlderThan(3, 10), 3);
  const found = await verify(tableName);
  assert.deepEqual({ ...found, lastHash: '' }, { intact: true, entries: 3, from: 3, lastHash: '' });
  assert.ok(oldest);
  await table.createEntity({ partitionKey: AUDIT_PARTITION, rowKey: rowOf(0), data0: JSON.stringify(oldest) });
  assert.equal((await verify(tableName)).intact, true);
  assert.equal(await createAuditStore(table).removeOlderThan(3, 10), 1);
  await assert.rejects(table.getEntity(AUDIT_PARTITION, rowOf(0)), { statusCode: 404 });
  await table.deleteEntity(AUDIT_PARTITION, AUDIT_FLOOR);
  const unmarked = await verify(tableName);
  assert.equal(unmarked.intact === false && unmarked.brokenAt, 0);
});

test('where there is no table the chain is empty, and verifying makes none', async () => {
  const tableName = azurite.newName();
  assert.deepEqual(await verify(tableName), { intact: true, entries: 0, lastHash: GENESIS });
  const table = azurite.clients().table(tableName);
  await assert.rejects(table.listEntities().next(), { statusCode: 404 });
});

interface Run {
  status: number | null;
  output: string;
  last: Record<string, unknown>;
}

/** The command as somebody runs it, in a folder without settings. */
async function command(settings: Record<string, string>, ...args: string[]): Promise<Run> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [MAIN, '--json', ...args], {
    cwd: '/',
    env: { PATH, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (output += String(chunk)));
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const line = output.trimEnd().split('\n').at(-1) ?? '';
  return { status, output, last: line.startsWith('{') ? (JSON.parse(line) as Record<string, unknown>) : {} };
}

test('the command: 0 for an intact chain, then 1 with the entry that was changed; an anchor it gave is taken again', async () => {
  const settings = { AzureWebJobsStorage: azurite.connectionString() };
  const { table } = await chain('geowarden');
  const intact = await command(settings);
  assert.equal(intact.status, 0, intact.output);
  assert.deepEqual({ ...intact.last, lastHash: '' }, { intact: true, entries: ENTRIES, lastHash: '' });
  const [, anchor = ''] = /--anchor (\S+)/.exec(intact.output) ?? [];
  assert.equal((await command(settings, '--anchor', anchor)).status, 0);
  assert.equal((await command(settings, '--anchor', anchor.replace(/^5/, '4'))).status, 1);
  await tamper(table, 1, (json) => json.replace('"kind":"decision"', '"kind":"operator"'));
  const damaged = await command(settings);
  assert.equal(damaged.status, 1);
  assert.deepEqual([damaged.last.intact, damaged.last.brokenAt], [false, 1]);
});

test('the command: what cannot be read is unknown, with the setting that is wrong and no secret', async () => {
  const none = await command({});
  assert.deepEqual([none.status, none.last.intact], [2, null]);
  assert.match(none.output, /AzureWebJobsStorage/);
  const key = Buffer.from('nobody may see this').toString('base64');
  const broken = await command({ AzureWebJobsStorage: `AccountKey=${key}` });
  assert.deepEqual([broken.status, broken.last.intact], [2, null]);
  assert.ok(!broken.output.includes(key));
  assert.equal((await command({}, '--nonsense')).status, 2);
});
