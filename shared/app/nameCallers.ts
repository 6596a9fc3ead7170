import type { Configuration } from '../config/types.ts';
import { mapBounded } from '../limits/mapBounded.ts';
import { ReadFailure } from '../topology/errors.ts';
import type { ActivityCall } from '../topology/ports.ts';
import type { DiscoveryProblem, Topology, TopologyEvent } from '../topology/types.ts';
import { causeOf, spanOfCause, subscriptionsOfEnds, wantsCaller } from '../topology/whoActed.ts';
import type { AppContext } from './context.ts';

const CONCURRENCY = 4;

/**
 * Asks the activity log who did what discovery found changed, and writes it to the events. What could not be read is told, once: such an event
 * is not asked about again, and stands without a name.
 */
export async function nameCallers(
  app: AppContext,
  configuration: Configuration,
  topology: Topology,
): Promise<DiscoveryProblem[]> {
  const { events = [] } = topology;
  const nowMs = app.now();
  const wanted = events.filter((event) => wantsCaller(event, { seenFromMs: topology.discoveredAtMs, nowMs }));
  const subscriptions = [...new Set(wanted.flatMap((event) => subscriptionsOfEnds(event, topology)))];
  if (subscriptions.length === 0) return [];
  const spans = new Map(wanted.map((event) => [event, spanOfCause(event, events)]));
  const fromMs = Math.min(...[...spans.values()].map((span) => span.fromMs));
  const log = await app.ports.activityLog(configuration);
  const problems: DiscoveryProblem[] = [];
  const read = new Map<string, ActivityCall[]>();
  await mapBounded(subscriptions, CONCURRENCY, async (id) => {
    try {
      read.set(id, await log.sqlCalls(id, { fromMs, toMs: nowMs }));
    } catch (error) {
      if (!(error instanceof ReadFailure)) throw error;
      problems.push({ subject: `activity log of subscription ${id}`, code: error.kind, message: error.message });
    }
  });
  const calls = [...read.values()].flat();
  topology.events = events.map((event) => {
    const span = spans.get(event);
    if (span === undefined) return event;
    const cause = causeOf(event, calls, topology, span);
    if (cause !== undefined) return { ...event, by: cause.caller };
    const asked = subscriptionsOfEnds(event, topology);
    return asked.length > 0 && asked.every((id) => read.has(id)) ? withoutCaller(event) : event;
  });
  return problems;
}

const withoutCaller = (event: TopologyEvent): TopologyEvent => ({ ...event, by: null });
