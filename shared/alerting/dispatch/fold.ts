import { CONDITIONS, type Notice } from '../types.ts';
import { severityRank } from './severity.ts';
import type { ActiveAlert, DispatchRules, DispatchState, DispatchWorld } from './types.ts';

const CONFIGURED: ReadonlySet<string> = new Set(CONDITIONS);
/** Told by themselves; here they mute what follows from them. */
const DIRECT: ReadonlySet<string> = new Set(['RegionOutage', 'DatabaseOutage']);

export interface Folded {
  alerts: DispatchState['alerts'];
  groups: DispatchState['groups'];
  begun: DispatchState['begun'];
}

/** The same, where its maps are copies of our own. */
interface Folding extends Folded {
  alerts: Map<string, ActiveAlert>;
  begun: Map<string, number[]>;
}

/**
 * Takes events into what is known. Each may come twice, also after its alert is over, and an end before its beginning is nothing: whoever
 * hands them over keeps them in order. What a channel that is gone would have heard goes where the routes say now. Pure: the argument is
 * not changed.
 */
export function foldEvents(
  state: DispatchState,
  events: readonly Notice[],
  world: DispatchWorld,
  rules: DispatchRules,
): Folded {
  const groups = { ...state.groups };
  // A hundred thousand of them are copied only when something happens to one.
  if (events.length === 0 && !areChannelsOther(groups, rules))
    return { alerts: state.alerts, groups, begun: state.begun };
  const folded: Folding = { alerts: new Map(state.alerts), groups, begun: new Map(state.begun) };
  for (const event of events) {
    if (!CONFIGURED.has(event.condition) && !DIRECT.has(event.condition)) continue;
    if (event.reason === 'first') begin(folded, event, world, rules);
    else if (event.reason === 'worse') worsen(folded, event, world, rules);
    else if (event.reason === 'resolved') end(folded, event, world);
  }
  replaceChannels(folded, world, rules);
  return folded;
}

/** The same for the same subject and condition, over restarts and deployments; two outages of one region are two. */
function alertId({ condition, subject, id, follows, reason }: Notice): string {
  return DIRECT.has(condition) ? `${condition} ${reason === 'first' ? id : follows}` : `${condition} ${subject.key}`;
}

function begin(folded: Folding, event: Notice, world: DispatchWorld, rules: DispatchRules): void {
  const id = alertId(event);
  const before = folded.alerts.get(id);
  if (before !== undefined && (before.noticeId === event.id || event.atMs < before.firedAtMs)) return;
  const begun = folded.begun.get(id) ?? [];
  // It began, and is over: the event comes a second time.
  if (begun.includes(event.atMs)) return;
  const lately = [...begun, event.atMs].slice(-MOST_BEGUN);
  folded.begun.set(id, lately);
  const { condition, subject, severity, atMs, sinceMs, value, peak, threshold, sentence } = event;
  const isDirect = DIRECT.has(condition);
  const flapping = isDirect ? undefined : flappingOf(lately, atMs, rules);
  const alert: ActiveAlert = {
    id,
    condition,
    subject,
    severity,
    labels: world.labelsOf(event),
    noticeId: event.id,
    sinceMs,
    // A clock that is ahead must not make people wait.
    firedAtMs: Math.min(atMs, world.nowMs),
    ...(value === undefined ? {} : { value }),
    ...(peak === undefined ? {} : { peak }),
    ...(threshold === undefined ? {} : { threshold }),
    sentence,
    ...(flapping === undefined ? {} : { flapping }),
    // Whoever believes that it fires has to hear on; the others are found anew.
    groups: before?.groups.filter((group) => folded.groups[group]?.told.has(id)) ?? [],
  };
  if (isDirect) folded.alerts.set(id, { ...alert, isDirect });
  else join(folded, alert, world, rules);
}

/** How often it began lately, when that is too often. */
function flappingOf(begun: readonly number[], atMs: number, { timing }: DispatchRules): ActiveAlert['flapping'] {
  const { times, withinMs } = timing.flapping;
  const lately = begun.filter((beginningMs) => beginningMs > atMs - withinMs);
  return times > 0 && lately.length >= times ? { times: lately.length, sinceMs: Math.min(...lately) } : undefined;
}

const MOST_BEGUN = 100;
/** An event is handed over again at the next look, unless nothing works. */
const SHORTEST_MEMORY_MS = 3_600_000;

/** How far back beginnings are known: for flapping, and to know an event that comes again when its alert is over. */
export function memoryOf({ flapping }: DispatchRules['timing']): number {
  return Math.max(flapping.withinMs, SHORTEST_MEMORY_MS);
}

function worsen(folded: Folding, event: Notice, world: DispatchWorld, rules: DispatchRules): void {
  const before = folded.alerts.get(alertId(event));
  if (before === undefined || before.ended !== undefined || before.noticeId !== event.follows) return;
  const { severity, value, peak, sentence } = event;
  if (severityRank(severity) <= severityRank(before.severity)) return;
  const alert: ActiveAlert = {
    ...before,
    severity,
    labels: { ...before.labels, severity: [severity] },
    ...(value === undefined ? {} : { value }),
    ...(peak === undefined ? {} : { peak }),
    sentence,
  };
  // What is worse may have further ways to reach people.
  join(folded, alert, world, rules);
}

function end(folded: Folding, event: Notice, { nowMs }: DispatchWorld): void {
  const id = alertId(event);
  const before = folded.alerts.get(id);
  if (before === undefined || before.noticeId !== (event.follows ?? '') || before.ended !== undefined) return;
  if (before.isDirect) {
    folded.alerts.delete(id);
    return;
  }
  const { sinceMs, durationMs, sentence, value, peak, closedBecause } = event;
  folded.alerts.set(id, {
    ...before,
    ended: {
      atMs: Math.min(sinceMs + durationMs, nowMs),
      sentence,
      ...(value === undefined ? {} : { value }),
      ...(peak === undefined ? {} : { peak }),
      ...(closedBecause === undefined ? {} : { closedBecause }),
    },
  });
}

/**
 * Puts the alert into the groups that its routes name now, besides those it is in. A channel hears of it in one group only, whatever its
 * labels have become.
 */
function join(folded: Folding, alert: ActiveAlert, world: DispatchWorld, rules: DispatchRules): void {
  const groups = [...alert.groups];
  const reached = new Set(groups.map((id) => folded.groups[id]?.channel));
  for (const { channel, handOver } of targetsOf(alert, world, rules)) {
    if (reached.has(channel)) continue;
    const common = rules.timing.groupBy.map((label) => alert.labels[label].join(' → '));
    const id = JSON.stringify([channel, ...common]);
    const known = folded.groups[id] ?? { id, channel, common, sinceMs: world.nowMs, told: new Map(), sequence: 0 };
    // The group's own text, not one more like it for each of its alerts: it is looked up a hundred thousand times at a look.
    groups.push(known.id);
    folded.groups[id] = { ...known, handOver };
  }
  folded.alerts.set(alert.id, { ...alert, groups });
}

/** Whether a channel was removed, or has come back, since the groups were made. */
function areChannelsOther(groups: Folded['groups'], { receivers }: DispatchRules): boolean {
  const channels = new Set(receivers.map(({ name }) => name));
  return Object.values(groups).some(({ channel, isGone = false }) => channels.has(channel) === isGone);
}

/** A channel was renamed or removed while alerts fire: the routes are asked again. One that comes back goes on where it was. */
function replaceChannels(folded: Folding, world: DispatchWorld, rules: DispatchRules): void {
  const channels = new Set(rules.receivers.map(({ name }) => name));
  const lost = new Set<string>();
  for (const { isGone = false, ...group } of Object.values(folded.groups)) {
    if (channels.has(group.channel) !== isGone) continue;
    folded.groups[group.id] = isGone ? group : { ...group, isGone: true };
    if (!isGone) lost.add(group.id);
  }
  if (lost.size === 0) return;
  for (const alert of [...folded.alerts.values()]) {
    if (alert.ended === undefined && alert.groups.some((id) => lost.has(id))) join(folded, alert, world, rules);
  }
}

/** That a channel fails is not told to that channel. */
function targetsOf(alert: ActiveAlert, world: DispatchWorld, { receivers }: DispatchRules): Target[] {
  const known = new Set(receivers.map(({ name }) => name));
  const routed = world.routesOf(alert.labels).filter(({ channel }) => known.has(channel));
  if (alert.condition !== 'ChannelFailing') return [...routed];
  const others = routed.filter(({ channel }) => channel !== alert.subject.key);
  if (others.length > 0) return others;
  return receivers
    .filter(({ name }) => name !== alert.subject.key)
    .map(({ name }) => ({ channel: name, handOver: [] }));
}

type Target = ReturnType<DispatchWorld['routesOf']>[number];
