import { breakGlass } from '../failover/breakGlass.ts';
import type { Operation } from '../operations/types.ts';
import type { Evidence, Incident, SweepSight } from '../outage/types.ts';
import type { Versioned } from '../replication/ports.ts';
import type { Topology } from '../topology/types.ts';
import { endForgotten } from './endForgotten.ts';
import { evaluateGroup } from './evaluateGroup.ts';
import { viewOf } from './groupView.ts';
import { nextLookMs } from './nextLook.ts';
import type { ReactionPorts } from './ports.ts';
import { recentOperations } from './recentOperations.ts';
import type { Evaluation, ReactionSettings } from './types.ts';

/** What one evaluation reads once, for all groups. */
export interface World {
  topology: Topology;
  sight: SweepSight | undefined;
  evidence: Evidence[];
  open: Array<Versioned<Incident>>;
  operations: Operation[];
  /** Those that ended lately among them: one may come back. Read when the first group wants to know. */
  recentIncidents(): Promise<Incident[]>;
}

/** Incidents that are looked at for one that comes back, for each group and at least. */
const RECENT_INCIDENTS = { ofEachGroup: 4, least: 50 };

/**
 * The one way from evidence to notify, ask or act, whoever woke it: evidence -> verdict -> incident -> plan -> gates -> notice, question or
 * operation. It never acts on Azure; what it starts is an operation row, to be driven by the caller. May run at the same time elsewhere:
 * every write carries an ETag, and whoever loses leaves the group to whoever won.
 * @throws what the stores throw: the next look does it again
 */
export async function evaluate(
  ports: ReactionPorts,
  settings: ReactionSettings,
  now: () => number,
): Promise<Evaluation> {
  const lookedFromMs = now();
  const hasGroups = settings.groups.length > 0;
  const [topology, sight, evidence, allOpen, openOperations] = await Promise.all([
    hasGroups ? ports.topology() : undefined,
    hasGroups ? ports.sight() : undefined,
    hasGroups ? ports.evidence.load() : [],
    ports.incidents.open(),
    ports.operations.open(),
  ]);
  const known = new Set(settings.groups.map(({ name }) => name));
  const open = allOpen.filter(({ value }) => known.has(value.group));
  const forgotten = allOpen.filter(({ value }) => !known.has(value.group));
  const failures = await endForgotten(ports, settings.channels, forgotten, now());
  const isQuiet = open.length === 0 && !evidence.some(({ vote }) => vote === 'down');
  if (topology === undefined || isQuiet) {
    if (failures.length > 0) throw failures[0];
    return {
      open: open.map(({ value }) => value.id),
      started: [],
      operations: inTurn(openOperations),
      nextAtMs: null,
    };
  }
  const incidents = open.map(({ value }) => value);
  const recent = await recentOperations(ports.operations, settings.groups, incidents, now());
  const { ofEachGroup, least } = RECENT_INCIDENTS;
  let recentIncidents: Promise<Incident[]> | undefined;
  const world: World = {
    topology,
    sight,
    evidence,
    open,
    operations: [...recent, ...openOperations],
    recentIncidents: () =>
      (recentIncidents ??= ports.incidents.recent(Math.max(least, ofEachGroup * settings.groups.length))),
  };
  const stillOpen: Incident[] = [];
  const started: string[] = [];
  for (const group of settings.groups) {
    const view = viewOf(group, settings.groups, topology);
    const page = () => breakGlass(group, topology);
    try {
      const outcome = await evaluateGroup({ view, world, ports, settings, now, breakGlass: page });
      stillOpen.push(...outcome.incidents.filter(({ phase }) => phase !== 'over'));
      if (outcome.started !== undefined) started.push(outcome.started);
    } catch (error) {
      failures.push(error);
    }
  }
  // One group's trouble holds up no other; whoever called hears of it all the same.
  if (failures.length > 0 && started.length === 0) throw failures[0];
  return {
    open: stillOpen.map(({ id }) => id),
    started,
    operations: [...new Set([...started, ...inTurn(openOperations)])],
    nextAtMs: nextLookMs(stillOpen, settings.groups, lookedFromMs),
  };
}

/** Those that only watch for the return of an old primary come last: each login to one may take its whole timeout. */
function inTurn(operations: readonly Operation[]): string[] {
  const watching = operations.filter(({ state }) => state === 'watchingReturn');
  return [...operations.filter(({ state }) => state !== 'watchingReturn'), ...watching].map(({ id }) => id);
}
