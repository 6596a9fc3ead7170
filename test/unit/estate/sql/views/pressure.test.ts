/** What the views show of a log that is written faster than something allows, and of redo that is slow. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Value } from '../../../../../local/estate/sql/types.ts';
import { createTestEstate, run, type TestEstate } from '../testEstate.ts';

function rows(estate: TestEstate, server: string, database: string, text: string): Value[][] {
  const { results, errors } = run(estate, estate.session(server, database), text);
  assert.deepEqual(errors, []);
  return results[0]?.rows ?? [];
}

test('a busier database shows more of everything, of its log from the next interval on', () => {
  const estate = createTestEstate();
  const text = `SELECT TOP (1) avg_cpu_percent, avg_log_write_percent FROM sys.dm_db_resource_stats ORDER BY end_time DESC`;
  const [[cpu, log] = []] = rows(estate, 'alpha', 'Orders', text);
  estate.model.apply({ kind: 'workload', server: 'alpha', database: 'Orders', commitsPerSecond: 200 });
  assert.equal(rows(estate, 'alpha', 'Orders', text)[0]?.[1], log, 'what was written was written');
  estate.clock.nowMs += 30_000;
  const [[busyCpu, busyLog] = []] = rows(estate, 'alpha', 'Orders', text);
  assert.ok(Number(busyCpu) > Number(cpu));
  assert.ok(Math.abs(Number(busyLog) - 10 * Number(log)) < 0.1, `${busyLog} of ${log}`);
});

test('the percentage of the log is that of the whole past, five-minute rows included, and of a secondary nothing', () => {
  const estate = createTestEstate();
  estate.model.apply({ kind: 'logWrite', server: 'alpha', database: 'Orders', percent: 25 });
  estate.clock.nowMs += 600_000;
  const sustained = `SELECT AVG(CASE WHEN end_time > DATEADD(minute, -5, GETUTCDATE()) THEN avg_log_write_percent END),
    MIN(avg_log_write_percent), MAX(avg_log_write_percent) FROM sys.dm_db_resource_stats`;
  assert.deepEqual(rows(estate, 'alpha', 'Orders', sustained), [[25, 0.43, 25]]);
  const last =
    "SELECT TOP (1) avg_log_write_percent FROM sys.resource_stats WHERE database_name = 'Orders' ORDER BY end_time DESC";
  assert.deepEqual(rows(estate, 'alpha', 'master', last), [[25]]);
  assert.deepEqual(rows(estate, 'beta', 'Orders', sustained), [[0, 0, 0]]);
});

test('waits: the feedback of a smaller geo-secondary shows in sys.dm_os_wait_stats once it cannot follow, and in requests', () => {
  const estate = createTestEstate();
  const waits = (view: string) =>
    rows(
      estate,
      'alpha',
      'Orders',
      `SELECT wait_type, waiting_tasks_count, wait_time_ms FROM sys.${view} WHERE wait_type LIKE '%LOG_RATE%'`,
    );
  const requests = () =>
    rows(estate, 'alpha', 'Orders', "SELECT status, wait_type FROM sys.dm_exec_requests WHERE wait_type LIKE 'HADR%'");
  estate.clock.nowMs += 60_000;
  assert.deepEqual([waits('dm_os_wait_stats'), requests()], [[], []], 'a smaller secondary alone holds nobody back');
  estate.model.apply({ kind: 'logWrite', server: 'alpha', database: 'Orders', percent: 90 });
  estate.clock.nowMs += 60_000;
  const [[type, count, waited] = []] = waits('dm_os_wait_stats');
  assert.equal(type, 'HADR_THROTTLE_LOG_RATE_MISMATCHED_SLO');
  assert.ok(Number(count) > 0 && Number(waited) > 0);
  assert.ok(requests().length > 0);
  assert.deepEqual(requests()[0], ['suspended', 'HADR_THROTTLE_LOG_RATE_MISMATCHED_SLO']);
  assert.deepEqual(waits('dm_db_wait_stats'), [], 'it is documented for the instance alone');
  estate.clock.nowMs += 10_000;
  const more = Number(waits('dm_os_wait_stats')[0]?.[2]);
  assert.ok(more > Number(waited));
  estate.model.apply({ kind: 'logWrite', server: 'alpha', database: 'Orders', percent: 10 });
  estate.clock.nowMs += 10_000;
  assert.deepEqual(
    [Number(waits('dm_os_wait_stats')[0]?.[2]), requests()],
    [more, []],
    'it stops, and what was waited stays',
  );
  assert.ok(
    rows(estate, 'alpha', 'Orders', "SELECT 1 FROM sys.dm_db_wait_stats WHERE wait_type = 'WRITELOG'").length === 1,
  );
});

test('waits: whoever wants more than the own service objective allows waits for LOG_RATE_GOVERNOR, and a restart begins at zero', () => {
  const estate = createTestEstate();
  const types = (view: string) =>
    rows(estate, 'alpha', 'stock-1', `SELECT wait_type FROM sys.${view} WHERE wait_type LIKE '%LOG_RATE%'`);
  estate.model.apply({ kind: 'workload', server: 'alpha', database: 'stock-1', commitsPerSecond: 100_000 });
  estate.clock.nowMs += 30_000;
  assert.deepEqual(types('dm_os_wait_stats'), [['LOG_RATE_GOVERNOR']]);
  assert.deepEqual(types('dm_db_wait_stats'), [['LOG_RATE_GOVERNOR']]);
  const log = 'SELECT MAX(avg_log_write_percent) FROM sys.dm_db_resource_stats';
  assert.deepEqual(rows(estate, 'alpha', 'stock-1', log), [[100]]);
  estate.model.apply({ kind: 'workload', server: 'alpha', database: 'stock-1', commitsPerSecond: 1 });
  estate.model.apply({ kind: 'database', server: 'alpha', database: 'stock-1', becomes: 'Restarted' });
  estate.clock.nowMs += 1_000;
  assert.deepEqual(types('dm_os_wait_stats'), []);
});

test('requests of others are for those who may see them; a session always sees its own', () => {
  const estate = createTestEstate();
  estate.model.apply({ kind: 'logWrite', server: 'alpha', database: 'Orders', percent: 90 });
  estate.clock.nowMs += 60_000;
  const reader = { principal: { name: 'app', serverPrincipal: false, databaseManager: false } };
  const count = () =>
    Number(
      run(estate, estate.session('alpha', 'Orders', reader), 'SELECT COUNT(*) FROM sys.dm_exec_requests').results[0]
        ?.rows[0]?.[0],
    );
  assert.ok(count() > 1);
  estate.model.apply({ kind: 'rights', server: 'alpha', becomes: 'connect' });
  assert.equal(count(), 1);
});

test('redo that is slowed down makes a queue and a lag on the geo-secondary, and takes nothing back', () => {
  const estate = createTestEstate();
  const text =
    'SELECT redo_queue_size, redo_rate, secondary_lag_seconds FROM sys.dm_database_replica_states WHERE is_local = 1';
  const read = () => (rows(estate, 'beta', 'Orders', text)[0] ?? []).map(Number);
  estate.clock.nowMs += 10_000;
  const [queue = -1, rate = -1, lag = -1] = read();
  assert.ok(queue >= 0 && queue <= 12, `${queue} KB`);
  assert.equal(rate, 80);
  assert.equal(lag, 0);
  const link = { kind: 'link', server: 'alpha', database: 'Orders', secondaryServer: 'beta' } as const;
  estate.model.apply({ ...link, redoDelayMs: 30_000 });
  estate.clock.nowMs += 20_000;
  const [grown = 0, stopped = -1, behind = 0] = read();
  // 20 commits of 4 KB a second wait for 20 seconds.
  assert.ok(Math.abs(grown - 1_600) <= 20, `${grown} KB`);
  assert.equal(stopped, 0);
  assert.ok(behind >= 19 && behind <= 21, `${behind} s`);
  estate.clock.nowMs += 60_000;
  assert.ok(Math.abs((read()[2] ?? 0) - 30) <= 1, 'it is as far behind as the delay says, no further');
  estate.model.apply({ ...link, redoDelayMs: 100 });
  estate.clock.nowMs += 1_000;
  assert.ok((read()[0] ?? -1) <= 12);
  assert.equal(read()[2], 0);
});
