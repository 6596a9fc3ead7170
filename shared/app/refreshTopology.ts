import { readSubscriptionEvent } from '../topology/subscriptionEvent.ts';
import { coalesce } from './coalesce.ts';
import { type AppContext, readReport } from './context.ts';
import { keepDeadLetter } from './deadLetters.ts';
import { discoverTopology } from './discoverTopology.ts';
import { eventIgnored, type Log, refreshing } from './log.ts';

/** Looks are this far apart, and Resource Manager tells of a change within it: what was looked at sooner may be looked at too early. */
const SHORTEST_GAP_MS = 15_000;

/**
 * Somebody changed something through Resource Manager: look again now, not at the next interval. An event is a hint; what is stored is what
 * discovery reads. A failover of a whole region raises an event per database: two looks serve them all. An event that comes again, or hours
 * late, costs nothing where discovery has looked since.
 */
export async function refreshTopology(app: AppContext, event: unknown, log: Log): Promise<void> {
  if (app.configuration === undefined) return;
  const reading = readSubscriptionEvent(event);
  if (reading.kind === 'other') return eventIgnored(log, reading.type);
  if (reading.kind === 'malformed') {
    return keepDeadLetter(app, { from: 'eventGrid', reason: reading.reason, body: event }, log);
  }
  const servedFromMs = (reading.atMs ?? Number.POSITIVE_INFINITY) + SHORTEST_GAP_MS;
  const { atMs, isRead } = await lastLook(app);
  if (isRead && atMs >= servedFromMs) return;
  await runnerOf(app)(() => look(app, reading.operation, log));
}

async function look(app: AppContext, operation: string, log: Log): Promise<void> {
  const sinceMs = app.now() - (await lastLook(app)).atMs;
  if (sinceMs >= 0 && sinceMs < SHORTEST_GAP_MS) await app.wait(SHORTEST_GAP_MS - sinceMs);
  refreshing(log, operation);
  await discoverTopology(app, log);
}

/** When the last discovery began that has ended, and whether it could read anything: one that could not has left the end of an earlier one. */
async function lastLook(app: AppContext): Promise<{ atMs: number; isRead: boolean }> {
  const { startedAtMs, finishedAtMs } = (await readReport(await app.ports.storage(), 'discovery')).mark;
  if (startedAtMs === null) return { atMs: Number.NEGATIVE_INFINITY, isRead: false };
  return { atMs: startedAtMs, isRead: finishedAtMs !== null && finishedAtMs >= startedAtMs };
}

/** Of one process; discoveries of several do not harm each other. */
const runners = new WeakMap<AppContext, ReturnType<typeof coalesce<void>>>();

function runnerOf(app: AppContext): ReturnType<typeof coalesce<void>> {
  const known = runners.get(app) ?? coalesce<void>();
  runners.set(app, known);
  return known;
}
