import assert from 'node:assert/strict';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { TableClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { type Azurite, startAzurite } from '../../../local/desk/azurite.ts';
import { newFolder, type StartedHost, start, until } from './support.ts';

const HOUR_MS = 3_600_000;
const HOURLY = '0 0 * * * *';
const NEVER = '0001-01-01T00:00:00+00:00';

interface TimerValue {
  isPastDue: boolean;
  scheduleStatus: { last: string; next: string; lastUpdated: string } | null;
}

describe('timers of a hosted app, with Azurite', () => {
  let azurite: Azurite;
  const hosts: StartedHost[] = [];
  before(async () => {
    azurite = await startAzurite({ location: newFolder('timers') });
  });
  after(async () => {
    await Promise.all(hosts.map((host) => host.stop('SIGKILL')));
    await azurite?.close();
  });

  /** A host whose timers' status is its own. */
  const startTimers = async (hostId: string, schedule = HOURLY) => {
    const environment = {
      AzureWebJobsStorage: azurite.connectionString,
      NIGHTLY_SCHEDULE: schedule,
      AzureFunctionsWebHost__hostid: hostId,
    };
    const host = await start({ environment });
    hosts.push(host);
    return host;
  };
  const statusBlob = (hostId: string, name = 'nightly') =>
    BlobServiceClient.fromConnectionString(azurite.connectionString)
      .getContainerClient('azure-webjobs-hosts')
      .getBlockBlobClient(`timers/${hostId}/Host.Functions.${name}/status`);
  const readStatus = async (hostId: string, name?: string) => {
    const blob = statusBlob(hostId, name);
    if (!(await blob.exists())) return undefined;
    const { readableStreamBody } = await blob.download();
    return readableStreamBody && (JSON.parse(await text(readableStreamBody)) as Record<string, string>);
  };
  const firstRun = async (host: StartedHost, name: string) => {
    const runs = await until(`a run of ${name}`, async () => {
      const seen = await host.seen(name);
      return seen.length > 0 && seen;
    });
    return runs[0]?.[1] as TimerValue;
  };

  test('a first start stores the next occurrence where the real host does', async () => {
    const host = await startTimers('first');
    const status = await until('the stored status', () => readStatus('first'));
    assert.equal(status.Last, NEVER);
    assert.match(status.Next ?? '', /:00:00\+00:00$/);
    assert.ok(Date.parse(status.Next ?? '') > Date.now());
    assert.deepEqual(await host.seen('nightly'), [], 'it is not due');
    assert.equal(await readStatus('first', 'unmonitored'), undefined, 'useMonitor: false stores nothing');
    assert.equal(await readStatus('first', 'everySecond'), undefined, 'faster than a minute stores nothing');
    await host.stop();
  });

  test('an occurrence that was missed while the host was down runs at the restart, past due, once', async () => {
    const hour = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
    const iso = (atMs: number) => new Date(atMs).toISOString().replace('.000Z', '+00:00');
    const missed = {
      Last: iso(hour - 3 * HOUR_MS),
      Next: iso(hour - 2 * HOUR_MS),
      LastUpdated: iso(hour - 3 * HOUR_MS),
    };
    const content = JSON.stringify(missed);
    await statusBlob('missed').upload(content, content.length);

    const host = await startTimers('missed');
    const value = await firstRun(host, 'nightly');
    assert.equal(value.isPastDue, true);
    assert.deepEqual(value.scheduleStatus, { last: missed.Last, next: missed.Next, lastUpdated: missed.LastUpdated });
    const stored = await until('the status after the run', async () => {
      const status = await readStatus('missed');
      return status?.Last !== missed.Last && status;
    });
    assert.ok(Date.parse(stored.Next ?? '') > Date.now() - 1_000);
    await host.stop();

    const again = await startTimers('missed');
    await firstRun(again, 'everySecond');
    assert.deepEqual(await again.seen('nightly'), [], 'the second start has missed nothing');
    await again.stop();
  });

  test('the status of a timer that has run survives a SIGKILL', async () => {
    const host = await startTimers('killed');
    await firstRun(host, 'onStartup');
    const stored = await until('the status after the run', async () => {
      const status = await readStatus('killed', 'onStartup');
      return status !== undefined && status.Last !== NEVER && status;
    });
    await host.stop('SIGKILL');
    const again = await startTimers('killed');
    const value = await firstRun(again, 'onStartup');
    assert.equal(value.scheduleStatus?.last, stored.Last, 'runOnStartup sees when it ran last');
    await again.stop();
  });

  test('a schedule faster than a minute has no status, runs on and never overlaps itself', async () => {
    const host = await startTimers('seconds');
    const runs = await until('three runs', async () => {
      const seen = await host.seen('everySecond');
      return seen.length >= 3 && seen;
    });
    for (const [, value] of runs) {
      const { running, timer } = value as { running: number; timer: TimerValue };
      assert.deepEqual([running, timer.scheduleStatus, timer.isPastDue], [1, null, false]);
    }
    await host.stop();
  });

  test('a failing timer is retried by its policy', async () => {
    const host = await startTimers('retries');
    const headers = { 'x-functions-key': host.masterKey };
    await host.call('/admin/functions/flaky', { method: 'POST', body: '{}', headers });
    const attempts = await until('three attempts', async () => {
      const seen = await host.seen('flaky');
      return seen.length === 3 && seen;
    });
    const contexts = attempts.map(
      ([, context]) => context as { retryCount: number; maxRetryCount: number; exception: { message: string } } | null,
    );
    assert.equal(contexts[0], null);
    assert.deepEqual(
      contexts.map((context) => context?.retryCount),
      [undefined, 1, 2],
    );
    assert.equal(contexts[2]?.maxRetryCount, 2);
    assert.equal(contexts[2]?.exception.message, 'attempt 2');
    await host.stop();
  });

  test('a table output is an array of rows, written after the success', async () => {
    const host = await startTimers('rows');
    await host.call('/admin/functions/nightly', {
      method: 'POST',
      body: '{}',
      headers: { 'x-functions-key': host.masterKey },
    });
    const table = TableClient.fromConnectionString(azurite.connectionString, 'Runs', { allowInsecureConnection: true });
    await until('the log of the run', () => host.lines.some((line) => line.includes("Executed 'nightly' (Succeeded")));
    const keys: string[] = [];
    for await (const { rowKey = '' } of table.listEntities()) keys.push(rowKey);
    const own = keys.filter((key) => !key.endsWith('-2'));
    assert.ok(own.length >= 1 && own.every((key) => keys.includes(`${key}-2`)), keys.join());
    await host.stop();
  });

  test('a second host takes the timers over; a run of the first may overlap with one of the second', async () => {
    const first = await startTimers('singleton');
    await first.call('/api/closeGate', { method: 'POST' });
    await until('a run that does not end', async () => (await first.seen('everySecond')).length > 0);
    const second = await startTimers('singleton');
    await firstRun(second, 'everySecond');
    assert.equal((await first.seen('everySecond')).length > 0, true);
    await until('the first host to notice', () =>
      first.lines.some((line) => line.includes('another host has taken the timers over')),
    );

    await first.call('/api/openGate', { method: 'POST' });
    const before = (await first.seen('everySecond')).length;
    const secondBefore = (await second.seen('everySecond')).length;
    await until(
      'two more runs of the second',
      async () => (await second.seen('everySecond')).length >= secondBefore + 2,
    );
    assert.equal((await first.seen('everySecond')).length, before, 'the first starts no further run');
    await Promise.all([first.stop(), second.stop()]);
  });
});
