import { evidenceFromAlert } from '../outage/evidenceFromAlert.ts';
import { scopeKey } from '../outage/evidenceId.ts';
import type { Evidence } from '../outage/types.ts';
import { regionName } from '../topology/regionName.ts';
import type { Topology } from '../topology/types.ts';
import { jsonReply, problemReply, type Reply } from '../views/reply.ts';
import type { AppContext } from './context.ts';
import { keepDeadLetter } from './deadLetters.ts';
import { alertHeard, type Log } from './log.ts';
import { takeIn } from './takeIn.ts';
import { watched } from './watched.ts';

/** Azure Monitor sends at most 256 KB (learn.microsoft.com, service-limits of Azure Monitor, action groups). */
export const LARGEST_ALERT_BYTES = 256 * 1024;

/**
 * POST /api/alerts: what an action group says, as evidence in the table, published where it changed, and judged at once. 202 with what was
 * understood and what was not about an outage of ours; 400 for what cannot be read, which a repetition would not mend; 503 where it should be
 * sent again, as action groups do.
 * @param body undefined when it was longer than LARGEST_ALERT_BYTES
 */
export async function receiveAlert(app: AppContext, body: string | undefined, log: Log): Promise<Reply> {
  const { configuration } = app;
  if (configuration === undefined) {
    return problemReply(503, 'Geowarden is not configured', 'The configuration has faults: see /api/status.');
  }
  const refuse = async (status: number, title: string, reason: string, kept: unknown) => {
    await keepDeadLetter(app, { from: 'alert', reason, body: kept }, log);
    return problemReply(status, title, reason);
  };
  if (body === undefined) {
    const reason = `Expected at most ${LARGEST_ALERT_BYTES} bytes, saw more.`;
    return refuse(413, 'The alert is too large', reason, '');
  }
  const parsed = parse(body);
  if (parsed === undefined) return refuse(400, 'Not an alert', 'Expected JSON, saw something else.', body);
  const topology = await (await app.ports.storage()).topology.load();
  if (topology === undefined) {
    return problemReply(503, 'Nothing was discovered yet', 'Expected to know what is watched. Send the alert again.');
  }
  const reading = evidenceFromAlert(parsed.value, { databases: watched(topology), nowMs: app.now() });
  if (!reading.ok) {
    const { path, expected, seen } = reading.fault;
    return refuse(400, 'Not an alert', `${path}: expected ${expected}, saw ${seen}.`, parsed.value);
  }
  const { ours, others } = nearUs(reading.evidence, topology);
  const ignored = [...reading.ignored, ...others];
  if (!(await takeIn(app, configuration, ours, log))) {
    return problemReply(503, 'The alert could not be stored', 'Expected the table to take it. Send the alert again.');
  }
  alertHeard(log, ours.length, ignored);
  const understood = ours.map(({ source, vote, scope, sentence }) => ({
    source,
    vote,
    about: scopeKey(scope),
    sentence,
  }));
  return jsonReply(202, { understood, ignored });
}

function parse(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** Service Health names every region that is affected: those where nothing is watched say nothing to us. */
function nearUs(evidence: readonly Evidence[], topology: Topology): { ours: Evidence[]; others: string[] } {
  const regions = new Set(watched(topology).map(({ region }) => regionName(region)));
  const isOurs = ({ scope }: Evidence) => scope.kind === 'database' || regions.has(scope.region);
  const others = evidence.filter((one) => !isOurs(one));
  return {
    ours: evidence.filter(isOurs),
    others: others.map(({ scope }) => `Nothing that is watched is in ${scope.region}.`),
  };
}
