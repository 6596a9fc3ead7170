/** One timer trigger: waits for its schedule and runs the function, one run at a time. */
import type { Clock } from '../clock.ts';
import type { Invocations } from '../invocations.ts';
import { hostLog, type Log, reason } from '../log.ts';
import type { RegisteredFunction } from '../worker/types.ts';
import { timerInfo } from './info.ts';
import type { Schedule } from './schedule.ts';
import { type ScheduleStatus, type StatusStore, statusAtStart } from './status.ts';

interface TimerDependencies {
  fn: RegisteredFunction;
  schedule: Schedule;
  /** Whether a schedule status is kept and shown to the function. */
  monitored: boolean;
  store: StatusStore;
  invocations: Pick<Invocations, 'run'>;
  clock: Clock;
  log: Log;
}

/**
 * Runs the timer until the signal is aborted; resolves when its last run has ended. A run that outlasts its period
 * delays the next one, which then starts at once: a timer never overlaps itself.
 */
export async function runTimer(timer: TimerDependencies, signal: AbortSignal): Promise<void> {
  const { fn, clock } = timer;
  let { status, isPastDue } = await startStatus(timer);
  if (isPastDue && !signal.aborted) status = await fire(timer, status, { isPastDue: true, scheduled: false });
  else if (fn.trigger.runOnStartup === true && !signal.aborted) {
    status = await fire(timer, status, { isPastDue: false, scheduled: false });
  }
  while (!signal.aborted) {
    await clock.wait(status.next - clock.now(), signal);
    if (!signal.aborted && clock.now() >= status.next)
      status = await fire(timer, status, { isPastDue: false, scheduled: true });
  }
}

async function startStatus({ fn, schedule, monitored, store, clock, log }: TimerDependencies) {
  let stored: ScheduleStatus | undefined;
  try {
    stored = monitored ? await store.read(fn.name) : undefined;
  } catch (error) {
    hostLog(
      log,
      'error',
      `The schedule status of '${fn.name}' cannot be read; a missed run goes unnoticed. ${reason(error)}`,
    );
  }
  const start = statusAtStart(stored, schedule, clock.now());
  if (start.toStore) await save({ fn, monitored, store, log }, start.toStore);
  return start;
}

/** Runs the function once and reckons its next occurrence from the moment this run began. */
async function fire(
  timer: TimerDependencies,
  status: ScheduleStatus,
  { isPastDue, scheduled }: { isPastDue: boolean; scheduled: boolean },
): Promise<ScheduleStatus> {
  const { fn, schedule, monitored, invocations, clock } = timer;
  const began = clock.now();
  await invocations.run(fn, { data: timerInfo(monitored ? status : undefined, isPastDue) });
  // A timer that rings a little early must not be due for the same occurrence again.
  const last = scheduled ? Math.max(began, status.next) : began;
  const updated = { last, next: schedule.next(last), lastUpdated: last };
  await save(timer, updated);
  return updated;
}

/** Best effort, as in the host: a status that cannot be stored must not stop the schedule. */
async function save(
  { fn, monitored, store, log }: Pick<TimerDependencies, 'fn' | 'monitored' | 'store' | 'log'>,
  status: ScheduleStatus,
): Promise<void> {
  if (!monitored) return;
  try {
    await store.write(fn.name, status);
  } catch (error) {
    hostLog(log, 'error', `The schedule status of '${fn.name}' cannot be stored. ${reason(error)}`);
  }
}
