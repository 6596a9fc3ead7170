import { dispatch } from '../alerting/dispatch/dispatch.ts';
import { DISPATCH } from '../alerting/dispatch/dispatchChannel.ts';
import { earlier } from '../alerting/dispatch/earlier.ts';
import { type DispatchState, EMPTY_DISPATCH, type Silence } from '../alerting/dispatch/types.ts';
import type { Configuration } from '../config/types.ts';
import type { Versioned } from '../replication/ports.ts';
import { coalesce } from './coalesce.ts';
import type { AppContext } from './context.ts';
import { withDetails } from './dispatchDetails.ts';
import { closeDirect } from './dispatchDirect.ts';
import { dueEvents, MOST_EVENTS, markTaken } from './dispatchEvents.ts';
import { dispatchRules, dispatchWorld } from './dispatchWorld.ts';
import { dispatched, type Log } from './log.ts';
import type { Storage } from './ports.ts';
import { recallAlerts } from './recallAlerts.ts';

/** The queue message that wakes the dispatcher when time alone has changed what is to be said. */
export const TICK = { shard: DISPATCH, id: 'tick' } as const;
/** A queue message may wait for so long (learn.microsoft.com, "Put Message": visibilitytimeout). */
const LONGEST_WAIT_MS = 7 * 86_400_000;
/** Others may write the document at the same moment, but not for ever. */
const TRIES = 8;
const PAUSE_MS = 50;
const MOST_TURNS = 50;

const runs = new WeakMap<AppContext, ReturnType<typeof coalesce<void>>>();

/**
 * Takes in what was found, decides what each channel is told now, and brings it to the outbox. One run at a time in a process; of several
 * processes the document's ETag lets one decide, and the others decide again on what that one has left.
 *
 * Guarantee: what was decided is stored before anything of it is sent, and an event is marked as taken in after that. So a crash at any
 * moment loses no message, and what the next run sends again has the same id.
 * @throws what storage throws, and Error when others write faster for too long; the events stay due, and the next run takes them in
 */
export async function dispatchNow(app: AppContext, log: Log): Promise<void> {
  const { configuration } = app;
  // A witness tells nobody.
  if (configuration === undefined || configuration.role === 'witness') return;
  const run = runs.get(app) ?? coalesce<void>();
  runs.set(app, run);
  await run(() => runOnce(app, configuration, log));
}

async function runOnce(app: AppContext, configuration: Configuration, log: Log): Promise<void> {
  const storage = await app.ports.storage();
  let lost = 0;
  for (let turns = 1; turns <= MOST_TURNS && lost < TRIES; turns += 1) {
    const outcome = await turn(app, configuration, storage, log);
    if (outcome === 'done') return;
    if (outcome === 'more') continue;
    lost += 1;
    await app.wait(PAUSE_MS * lost * app.random());
  }
  // What is left of a great many events comes with their own queue messages, or with the next sweep.
  if (lost < TRIES) return;
  throw new Error(
    `Expected to decide what people are told, but others decided first ${TRIES} times. It is tried again.`,
  );
}

async function turn(
  app: AppContext,
  configuration: Configuration,
  storage: Storage,
  log: Log,
): Promise<'done' | 'more' | 'conflict'> {
  const stored = await withoutOutgoing(storage);
  if (stored === 'conflict') return stored;
  const nowMs = app.now();
  const events = await dueEvents(storage, nowMs);
  const world = await dispatchWorld(configuration, storage, nowMs);
  await closeDirect(configuration, storage, events, world);
  const isNew = stored.value === EMPTY_DISPATCH;
  const recalled = isNew ? await recallAlerts(configuration, storage) : [];
  const notices = [...recalled, ...events.map(({ value }) => value.notice)];
  const decided = dispatch(stored.value, notices, world, dispatchRules(configuration));
  const hintAtMs = hintAt(stored.value, earlier(decided.nextAtMs, nextSilence(world.silences, nowMs)), nowMs);
  const { outgoing } = decided.state;
  if (isNew || events.length > 0 || outgoing.length > 0 || hintAtMs !== undefined) {
    const detailed = await withDetails(configuration, storage, outgoing, world.labelsOf, nowMs);
    const value = { ...decided.state, outgoing: detailed, ...(hintAtMs === undefined ? {} : { hintAtMs }) };
    const version = await storage.dispatch.save({ ...stored, value });
    if (version === undefined) return 'conflict';
    await send(storage, { value, version });
    await markTaken(storage, events, nowMs);
    if (hintAtMs !== undefined) await leaveHint(storage, hintAtMs - nowMs);
    dispatched(log, events.length, outgoing.length);
  }
  return events.length >= MOST_EVENTS ? 'more' : 'done';
}

/** The document, after what a crash left in it was brought to the outbox. */
async function withoutOutgoing(storage: Storage): Promise<Versioned<DispatchState> | 'conflict'> {
  const stored = (await storage.dispatch.load()) ?? { value: EMPTY_DISPATCH };
  return (await send(storage, stored)) ?? 'conflict';
}

/** Undefined when somebody else has written the document meanwhile: they send what is in it as well. */
async function send(storage: Storage, stored: Versioned<DispatchState>): Promise<Versioned<DispatchState> | undefined> {
  const { outgoing } = stored.value;
  if (outgoing.length === 0) return stored;
  const emptied = { ...stored.value, outgoing: [] };
  await storage.outbox.add(outgoing);
  // A pointer that is lost is made up for by the outbox sweep.
  await storage.queue.enqueue(outgoing.map(({ shard, id }) => ({ shard, id }))).catch(() => undefined);
  const saved = await storage.dispatch.save({ ...stored, value: emptied });
  return saved === undefined ? undefined : { value: emptied, version: saved };
}

/** A channel that keeps incidents hears when a silence begins; when one ends the dispatcher knows by itself. */
function nextSilence(silences: readonly Silence[], nowMs: number): number | null {
  return silences
    .map(({ startsAtMs }) => startsAtMs)
    .filter((atMs) => atMs > nowMs)
    .reduce(earlier, null);
}

/** When the next hint is to come; undefined where one is on its way that comes early enough. */
function hintAt(state: DispatchState, nextAtMs: number | null, nowMs: number): number | undefined {
  if (nextAtMs === null) return undefined;
  const atMs = Math.min(nextAtMs, nowMs + LONGEST_WAIT_MS);
  const { hintAtMs = 0 } = state;
  return hintAtMs <= nowMs || atMs < hintAtMs ? atMs : undefined;
}

/** Whole seconds, rounded up: a hint that comes early finds nothing to do. One that is lost is made up for by the outbox sweep. */
async function leaveHint({ queue }: Storage, inMs: number): Promise<void> {
  await queue.enqueue([TICK], Math.max(1, Math.ceil(inMs / 1_000))).catch(() => undefined);
}
