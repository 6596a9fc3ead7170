/** All timer triggers of an app: their schedules, their store, their lease, and the loops that run them. */
import type { Clock } from '../clock.ts';
import type { Invocations, TriggerValue } from '../invocations.ts';
import { hostLog, type Log, reason } from '../log.ts';
import type { Settings } from '../settings.ts';
import type { RegisteredFunction } from '../worker/types.ts';
import { timerInfo } from './info.ts';
import { type TimerLease, takeTimerLease } from './lease.ts';
import { runTimer } from './runner.ts';
import { parseSchedule, type Schedule } from './schedule.ts';
import { createBlobStatusStore, createMemoryStatusStore, type StatusStore, statusAtStart } from './status.ts';

interface TimersOptions {
  functions: readonly RegisteredFunction[];
  settings: Settings;
  hostId: string;
  invocations: Pick<Invocations, 'run'>;
  clock: Clock;
  log: Log;
  /** Receives a reason for each timer whose schedule cannot be used. */
  faults: Map<string, string>;
}

interface Timer {
  fn: RegisteredFunction;
  schedule: Schedule;
  monitored: boolean;
}

export interface Timers {
  /** The value for a run by hand: the stored status, or that of a timer that has never run. */
  valueFor(fn: RegisteredFunction): Promise<TriggerValue>;
  /** Takes the lease and starts the loops. */
  run(): Promise<void>;
  /** Starts no further run; resolves when those under way have ended. */
  stop(): Promise<void>;
}

/** Parses the schedules. Nothing fires before `run`. */
export function prepareTimers(options: TimersOptions): Timers {
  const { settings, hostId, invocations, clock, log } = options;
  const timers = parseTimers(options);
  const connection = settings.AzureWebJobsStorage;
  const store = connection ? createBlobStatusStore(connection, hostId) : createMemoryStatusStore();
  const stopping = new AbortController();
  const loops: Promise<void>[] = [];
  let lease: TimerLease | undefined;
  return {
    valueFor: (fn) => valueFor(timers, store, clock, fn),
    async run() {
      if (connection && timers.length > 0) lease = await tryLease(options, connection);
      const signal = lease ? AbortSignal.any([stopping.signal, lease.lost]) : stopping.signal;
      for (const timer of timers) {
        hostLog(log, 'information', `Timer '${timer.fn.name}' has the schedule ${timer.schedule.expression}.`);
        loops.push(runTimer({ ...timer, store, invocations, clock, log }, signal));
      }
    },
    async stop() {
      stopping.abort();
      await Promise.allSettled(loops);
      await lease?.release();
    },
  };
}

/** Timers on a desk should run even while storage is down; what is lost is only the protection against a second host. */
async function tryLease({ hostId, clock, log }: TimersOptions, connection: string): Promise<TimerLease | undefined> {
  try {
    return await takeTimerLease({ connection, hostId, clock, log });
  } catch (error) {
    hostLog(log, 'error', `The timers' lease cannot be taken; they run without one. ${reason(error)}`);
    return undefined;
  }
}

function parseTimers({ functions, settings, clock, faults }: TimersOptions): Timer[] {
  const timers: Timer[] = [];
  for (const fn of functions) {
    if (fn.trigger.type.toLowerCase() !== 'timertrigger') continue;
    try {
      const schedule = parseSchedule(String(fn.trigger.schedule ?? ''), settings);
      timers.push({ fn, schedule, monitored: fn.trigger.useMonitor !== false && !schedule.isSubMinute(clock.now()) });
    } catch (error) {
      faults.set(fn.name, error instanceof Error ? error.message : String(error));
    }
  }
  return timers;
}

async function valueFor(
  timers: readonly Timer[],
  store: StatusStore,
  clock: Clock,
  fn: RegisteredFunction,
): Promise<TriggerValue> {
  const timer = timers.find((one) => one.fn.name === fn.name);
  if (!timer?.monitored) return { data: timerInfo(undefined, false) };
  const stored = await store.read(fn.name).catch(() => undefined);
  return { data: timerInfo(stored ?? statusAtStart(undefined, timer.schedule, clock.now()).status, false) };
}
