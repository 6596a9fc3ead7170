import type { Evidence } from '../outage/types.ts';
import { readEvidenceEvent } from '../reaction/readEvidenceEvent.ts';
import { regionName } from '../topology/regionName.ts';
import type { AppContext } from './context.ts';
import { keepDeadLetter } from './deadLetters.ts';
import { eventHeard, eventIgnored, type Log } from './log.ts';
import { evaluateNow } from './react.ts';

/**
 * One event of Event Grid, of either schema; it may come twice, late, and in any order. A witness that looks from elsewhere is believed
 * what it saw: its word goes into the table. Everything else of ours is a hint to look there. What is malformed is kept as a dead letter, for
 * a retry would not mend it.
 * @throws what storage throws when it does not take a witness's word: Event Grid sends it again
 */
export async function reactToOutage(app: AppContext, event: unknown, log: Log): Promise<void> {
  const { configuration } = app;
  if (configuration === undefined || configuration.role === 'witness') return;
  const reading = readEvidenceEvent(event, app.now());
  if (reading.kind === 'other') return eventIgnored(log, reading.type);
  if (reading.kind === 'malformed') {
    return keepDeadLetter(app, { from: 'eventGrid', reason: reading.reason, body: event }, log);
  }
  const { evidence } = reading;
  if (!isWitnessElsewhere(app, evidence)) {
    eventHeard(log, evidence.source, evidence.vote, false);
    await evaluateNow(app, log);
    return;
  }
  const storage = await app.ports.storage();
  const { changed } = await storage.evidence.put(evidence);
  // A witness says every round that all is well: that it still is moves nothing, and wakes nobody.
  if (!changed && evidence.vote !== 'down') return;
  eventHeard(log, evidence.source, evidence.vote, true);
  await evaluateNow(app, log);
}

/** From where we look ourselves another voice adds nothing (rule 2). A probe looks at one database: it never speaks for a region. */
function isWitnessElsewhere(app: AppContext, { source, path, scope }: Evidence): boolean {
  return source === 'witnessProbe' && scope.kind === 'database' && path !== regionName(app.region);
}
