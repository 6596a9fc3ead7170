/** Nothing grows with time: what was kept for as long as the configuration says is removed, and history of the past hours made compact. */
import type { Configuration } from '../config/types.ts';
import { countingSinceMs } from '../reaction/recentOperations.ts';
import type { AppContext } from './context.ts';
import { tidyEvidence } from './observeSweep.ts';
import type { Storage } from './ports.ts';

/** What grows for seconds need not be looked through each time that messages are re-driven. */
const TIDY_EVERY_MS = 5 * 60_000;
/** Of each kind in one turn: more than grows in that time, and little enough to delay no delivery. */
const MOST_REMOVED = 200;
/** Two hours of all shards: whatever waits is caught up with. */
const MOST_COMPACTED = 12;
/** No further hour is made compact in a turn that has taken so long. */
const TURN_MS = 20_000;
/** A sweep that began in an hour has written its history by then. */
const LATE_LINES_MS = 10 * 60_000;

export interface Tidied {
  removed: number;
  compacted: number;
  /** Of each kind that could not be tidied; the others were. The next turn tries again. */
  failures: unknown[];
}

type Kept = Pick<Configuration, 'history' | 'groups'>;
const nextTurnMs = new WeakMap<AppContext, number>();

/**
 * One turn every five minutes in each process; others may tidy at the same moment. Messages, history and dead letters go when they are older
 * than history.keep. So do incidents, operations and the audit of them, but never while one is open that they belong to, nor while they
 * count for a cooldown or a budget. Break-glass pages are never touched.
 */
export async function tidy(app: AppContext, configuration: Kept, storage: Storage): Promise<Tidied> {
  const nowMs = app.now();
  const tidied: Tidied = { removed: 0, compacted: 0, failures: [] };
  if (nowMs < (nextTurnMs.get(app) ?? 0)) return tidied;
  nextTurnMs.set(app, nowMs + TIDY_EVERY_MS);
  const { outbox, deadLetters, history } = storage;
  const keepSinceMs = nowMs - configuration.history.keepMs;
  const remove = (removing: () => Promise<number>) =>
    attempt(tidied, async () => {
      tidied.removed += await removing();
    });
  await remove(() => outbox.removeOlderThan(keepSinceMs, MOST_REMOVED));
  await remove(() => deadLetters.removeOlderThan(keepSinceMs, MOST_REMOVED));
  await remove(() => history.removeOlderThan(keepSinceMs, MOST_REMOVED));
  await remove(() => removeEnded(storage, configuration, nowMs));
  // Sweeps do so as well, but only where a recovery group wants it.
  await attempt(tidied, () => tidyEvidence(app, configuration, storage));
  await attempt(tidied, async () => {
    const goOn = () => app.now() - nowMs < TURN_MS;
    tidied.compacted = await history.compact(nowMs - LATE_LINES_MS, MOST_COMPACTED, goOn);
  });
  return tidied;
}

async function attempt({ failures }: Tidied, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    failures.push(error);
  }
}

/** What is open keeps everything since it began: its own past, and what was said and done meanwhile. */
async function removeEnded(
  { incidents, operations, audit }: Pick<Storage, 'incidents' | 'operations' | 'audit'>,
  { history, groups }: Kept,
  nowMs: number,
): Promise<number> {
  const [openIncidents, openOperations] = await Promise.all([incidents.open(), operations.open()]);
  const open = [
    ...openIncidents.map(({ value }) => value),
    ...openOperations.map(({ plan }) => ({ openedAtMs: plan.madeAtMs })),
  ];
  const beforeMs = Math.min(nowMs - history.keepMs, countingSinceMs(groups, open, nowMs));
  return (
    (await incidents.removeEnded(beforeMs, MOST_REMOVED)) +
    (await operations.removeEnded(beforeMs, MOST_REMOVED)) +
    (await audit.removeOlderThan(beforeMs, MOST_REMOVED))
  );
}
