import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, describe, test } from 'node:test';
import { type Azurite, startAzurite } from '../../../local/desk/azurite.ts';
import { systemClock } from '../../../local/host/clock.ts';
import { takeTimerLease } from '../../../local/host/timer/lease.ts';
import type { LogEntry } from '../../../local/host/worker/types.ts';
import { newFolder, until } from './support.ts';

describe("the lease on an app's timers, with Azurite", () => {
  let azurite: Azurite;
  before(async () => {
    azurite = await startAzurite({ location: newFolder('lease') });
  });
  after(() => azurite?.close());

  const take = async (hostId: string) => {
    const logged: LogEntry[] = [];
    const options = {
      connection: azurite.connectionString,
      hostId,
      clock: systemClock,
      log: (entry: LogEntry) => logged.push(entry),
    };
    return { ...(await takeTimerLease({ ...options, renewEveryMs: 50 })), logged };
  };

  test('the one who comes last has it, and the former holder is told', async () => {
    const first = await take('app');
    const second = await take('app');
    if (!first.lost.aborted) await once(first.lost, 'abort', { signal: AbortSignal.timeout(10_000) });
    assert.match(first.logged[0]?.message ?? '', /another host has taken the timers over/);
    assert.equal(second.lost.aborted, false);
    await Promise.all([first.release(), second.release()]);
  });

  test('different apps on one account do not disturb each other', async () => {
    const [a, b] = await Promise.all([take('a'), take('b')]);
    await Promise.all([a.release(), b.release()]);
    assert.deepEqual([a.lost.aborted, b.lost.aborted], [false, false]);
  });

  test('a released lease can be taken at once, and releasing is no loss', async () => {
    const first = await take('again');
    await first.release();
    const second = await take('again');
    await second.release();
    assert.deepEqual([first.lost.aborted, second.lost.aborted], [false, false]);
  });

  test('storage that goes away is no loss: renewing is tried again', async () => {
    const other = await startAzurite({ location: newFolder('lease-gone') });
    const logged: LogEntry[] = [];
    const options = {
      connection: other.connectionString,
      hostId: 'x',
      clock: systemClock,
      log: (entry: LogEntry) => logged.push(entry),
    };
    const lease = await takeTimerLease({ ...options, renewEveryMs: 50 });
    await other.close();
    await until('a renewal that failed', () => logged.length > 0);
    assert.match(logged[0]?.message ?? '', /renewal failed and is tried again/);
    assert.equal(lease.lost.aborted, false);
    await lease.release();
  });

  test('storage that is not there at all is an error', async () => {
    const connection = azurite.connectionString.replaceAll(String(azurite.blobPort), '1');
    await assert.rejects(takeTimerLease({ connection, hostId: 'x', clock: systemClock, log: () => {} }));
  });
});
