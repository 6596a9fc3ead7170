import { readSubscriptionEvent } from '../topology/subscriptionEvent.ts';
import { type AppContext, readReport } from './context.ts';
import { keepDeadLetter } from './deadLetters.ts';
import { discoverTopology } from './discoverTopology.ts';
import { eventIgnored, type Log, refreshing } from './log.ts';

/** A failover of a whole region raises an event per database: one look serves them all. */
const SHORTEST_GAP_MS = 15_000;

/**
 * Somebody changed something through Resource Manager: look again now, not at the next interval. An event is a hint; what is stored is what
 * discovery reads. Within the shortest gap after a look that has begun already the event is left to the next interval, or to the next event.
 */
export async function refreshTopology(app: AppContext, event: unknown, log: Log): Promise<void> {
  const { configuration } = app;
  if (configuration === undefined) return;
  const reading = readSubscriptionEvent(event);
  if (reading.kind === 'other') return eventIgnored(log, reading.type);
  if (reading.kind === 'malformed') {
    return keepDeadLetter(app, { from: 'eventGrid', reason: reading.reason, body: event }, log);
  }
  const { mark } = await readReport(await app.ports.storage(), 'discovery');
  const sinceMs = app.now() - (mark.startedAtMs ?? Number.NEGATIVE_INFINITY);
  // Resource Manager tells of a change some seconds after it was made: what was looked at just now may be looked at too early.
  if (sinceMs >= 0 && sinceMs < SHORTEST_GAP_MS) await app.wait(SHORTEST_GAP_MS - sinceMs);
  const now = await readReport(await app.ports.storage(), 'discovery');
  // Of many that waited the first one looks.
  if (now.mark.startedAtMs !== mark.startedAtMs) return;
  refreshing(log, reading.operation);
  await discoverTopology(app, log);
}
