import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Clock } from '../../../../local/host/clock.ts';
import type { TriggerValue } from '../../../../local/host/invocations.ts';
import { runTimer } from '../../../../local/host/timer/runner.ts';
import { parseSchedule } from '../../../../local/host/timer/schedule.ts';
import { createMemoryStatusStore, type StatusStore } from '../../../../local/host/timer/status.ts';
import type { InvocationResult, LogEntry, RegisteredFunction } from '../../../../local/host/worker/types.ts';

const START = Date.parse('2026-03-04T01:02:03Z');
const MINUTE = 60_000;

interface Seen {
  atMs: number;
  ScheduleStatus: { Last: string; Next: string; LastUpdated: string } | null;
  IsPastDue: boolean;
}

/** Runs a timer on a clock of its own until the function has run `runs` times; each run takes `takesMs`. */
async function play({
  schedule,
  runs,
  takesMs = 0,
  monitored = true,
  store = createMemoryStatusStore(),
  trigger = {},
  earlyMs = 0,
  startMs = START,
}: {
  schedule: string;
  runs: number;
  takesMs?: number;
  monitored?: boolean;
  store?: StatusStore;
  trigger?: object;
  earlyMs?: number;
  startMs?: number;
}) {
  const stopping = new AbortController();
  let now = startMs;
  const clock: Clock = {
    now: () => now,
    wait: async (ms) => {
      now += ms > earlyMs ? ms - earlyMs : Math.max(0, ms);
    },
  };
  const fn: RegisteredFunction = {
    name: 't',
    trigger: { name: 't', type: 'timerTrigger', direction: 'in', ...trigger },
    bindings: [],
  };
  const seen: Seen[] = [];
  const logged: LogEntry[] = [];
  let running = 0;
  const run = async (_fn: RegisteredFunction, value: TriggerValue): Promise<InvocationResult> => {
    assert.equal(++running, 1, 'a timer never overlaps itself');
    seen.push({ atMs: now, ...JSON.parse(value.data.json ?? '') });
    if (seen.length === runs) stopping.abort();
    now += takesMs;
    await new Promise((resolve) => setImmediate(resolve));
    running--;
    return { status: 'success', returnValue: null, outputs: [] };
  };
  await runTimer(
    {
      fn,
      schedule: parseSchedule(schedule, {}),
      monitored,
      store,
      invocations: { run },
      clock,
      log: (entry) => logged.push(entry),
    },
    stopping.signal,
  );
  return { seen, logged, store };
}

const times = (seen: Seen[]) => seen.map(({ atMs }) => new Date(atMs).toISOString().slice(11, 19));

test('a timer runs at each occurrence of its schedule', async () => {
  const { seen } = await play({ schedule: '0 */5 * * * *', runs: 3 });
  assert.deepEqual(times(seen), ['01:05:00', '01:10:00', '01:15:00']);
  assert.deepEqual(
    seen.map(({ IsPastDue }) => IsPastDue),
    [false, false, false],
  );
});

test('the first run knows no last one; the second knows the first', async () => {
  const { seen } = await play({ schedule: '0 */5 * * * *', runs: 2 });
  assert.deepEqual(seen[0]?.ScheduleStatus, {
    Last: '0001-01-01T00:00:00+00:00',
    Next: '2026-03-04T01:05:00+00:00',
    LastUpdated: '0001-01-01T00:00:00+00:00',
  });
  assert.deepEqual(seen[1]?.ScheduleStatus, {
    Last: '2026-03-04T01:05:00+00:00',
    Next: '2026-03-04T01:10:00+00:00',
    LastUpdated: '2026-03-04T01:05:00+00:00',
  });
});

test('a timer that is not monitored has no schedule status, and stores none', async () => {
  const store = createMemoryStatusStore();
  const { seen } = await play({ schedule: '* * * * * *', runs: 2, monitored: false, store });
  assert.deepEqual(
    seen.map(({ ScheduleStatus }) => ScheduleStatus),
    [null, null],
  );
  assert.equal(await store.read('t'), undefined);
});

test('a run that outlasts its period is followed by the missed one at once, never overlapped', async () => {
  const { seen } = await play({ schedule: '0 * * * * *', runs: 3, takesMs: 2.5 * MINUTE });
  assert.deepEqual(times(seen), ['01:03:00', '01:05:30', '01:08:00']);
});

test('a TimeSpan counts from the start of the last run', async () => {
  const { seen } = await play({ schedule: '00:02:00', runs: 3, takesMs: 30_000 });
  assert.deepEqual(times(seen), ['01:04:03', '01:06:03', '01:08:03']);
});

test('runOnStartup runs at once, and then by the schedule', async () => {
  const { seen } = await play({ schedule: '0 */5 * * * *', runs: 2, trigger: { runOnStartup: true } });
  assert.deepEqual(times(seen), ['01:02:03', '01:05:00']);
  assert.equal(seen[0]?.IsPastDue, false);
});

test('a restart after a missed occurrence runs at once, past due', async () => {
  const { store } = await play({ schedule: '0 */5 * * * *', runs: 1 });
  const { seen } = await play({ schedule: '0 */5 * * * *', runs: 2, store, startMs: START + 30 * MINUTE });
  assert.deepEqual(times(seen), ['01:32:03', '01:35:00']);
  assert.deepEqual(
    seen.map(({ IsPastDue }) => IsPastDue),
    [true, false],
  );
  assert.equal(seen[0]?.ScheduleStatus?.Next, '2026-03-04T01:10:00+00:00', 'the occurrence that was missed');
});

test('a missed run takes the place of runOnStartup', async () => {
  const { store } = await play({ schedule: '0 */5 * * * *', runs: 1 });
  const { seen } = await play({
    schedule: '0 */5 * * * *',
    runs: 2,
    store,
    trigger: { runOnStartup: true },
    startMs: START + 30 * MINUTE,
  });
  assert.deepEqual(times(seen), ['01:32:03', '01:35:00']);
});

test('a restart in time misses nothing', async () => {
  const { store } = await play({ schedule: '0 */5 * * * *', runs: 1 });
  const { seen } = await play({ schedule: '0 */5 * * * *', runs: 1, store, startMs: START + 5 * MINUTE });
  assert.deepEqual(times(seen), ['01:10:00']);
  assert.equal(seen[0]?.IsPastDue, false);
});

test('a clock that rings early does not run the same occurrence twice', async () => {
  const { seen } = await play({ schedule: '0 */5 * * * *', runs: 3, earlyMs: 1 });
  assert.deepEqual(times(seen), ['01:05:00', '01:10:00', '01:15:00']);
});

test('storage that fails is logged and does not stop the schedule', async () => {
  const broken: StatusStore = {
    read: () => Promise.reject(new Error('no answer')),
    write: () => Promise.reject(new Error('no answer')),
  };
  const { seen, logged } = await play({ schedule: '0 */5 * * * *', runs: 2, store: broken });
  assert.deepEqual(times(seen), ['01:05:00', '01:10:00']);
  assert.match(
    logged[0]?.message ?? '',
    /The schedule status of 't' cannot be read; a missed run goes unnoticed. no answer/,
  );
  assert.ok(logged.some(({ message }) => message.includes('cannot be stored')));
});
