import { CONDITIONS, type Notice } from '../types.ts';
import { severityRank } from './severity.ts';
import type { ActiveAlert, DispatchRules, DispatchState, DispatchWorld, GroupState } from './types.ts';

const CONFIGURED: ReadonlySet<string> = new Set(CONDITIONS);
/** Told by themselves; here they mute what follows from them. */
const DIRECT: ReadonlySet<string> = new Set(['RegionOutage', 'DatabaseOutage']);

export type Folded = Pick<DispatchState, 'alerts' | 'groups' | 'begun'>;

/**
 * Takes events into what is known. Each may come twice, and an end before its beginning is nothing: whoever hands them over keeps them in
 * order. Pure: the argument is not changed.
 */
export function foldEvents(
  state: DispatchState,
  events: readonly Notice[],
  world: DispatchWorld,
  rules: DispatchRules,
): Folded {
  const folded: Folded = { alerts: { ...state.alerts }, groups: { ...state.groups }, begun: { ...state.begun } };
  for (const event of events) {
    if (!CONFIGURED.has(event.condition) && !DIRECT.has(event.condition)) continue;
    if (event.reason === 'first') begin(folded, event, world, rules);
    else if (event.reason === 'worse') worsen(folded, event, world, rules);
    else if (event.reason === 'resolved') end(folded, event);
  }
  return folded;
}

/** The same for the same subject and condition, over restarts and deployments; two outages of one region are two. */
function alertId({ condition, subject, id, follows, reason }: Notice): string {
  return DIRECT.has(condition) ? `${condition} ${reason === 'first' ? id : follows}` : `${condition} ${subject.key}`;
}

function begin(folded: Folded, event: Notice, world: DispatchWorld, rules: DispatchRules): void {
  const id = alertId(event);
  const before = folded.alerts[id];
  if (before !== undefined && (before.noticeId === event.id || event.atMs < before.firedAtMs)) return;
  const { condition, subject, severity, atMs, sinceMs, value, peak, threshold, sentence } = event;
  const alert: ActiveAlert = {
    id,
    condition,
    subject,
    severity,
    labels: world.labelsOf(event),
    noticeId: event.id,
    sinceMs,
    firedAtMs: atMs,
    ...(value === undefined ? {} : { value }),
    ...(peak === undefined ? {} : { peak }),
    ...(threshold === undefined ? {} : { threshold }),
    sentence,
    groups: before?.groups ?? [],
  };
  if (DIRECT.has(condition)) {
    folded.alerts[id] = { ...alert, isDirect: true };
    return;
  }
  const flapping = countBeginning(folded, alert, world, rules);
  join(folded, flapping === undefined ? alert : { ...alert, flapping }, world, rules);
}

/** How often it began lately, when that is too often. */
function countBeginning(
  folded: Folded,
  { id, firedAtMs }: ActiveAlert,
  { nowMs }: DispatchWorld,
  { timing }: DispatchRules,
): ActiveAlert['flapping'] {
  const { times, withinMs } = timing.flapping;
  if (times === 0) return undefined;
  const lately = [...(folded.begun[id] ?? []), firedAtMs].filter((atMs) => atMs > nowMs - withinMs).slice(-MOST_BEGUN);
  folded.begun[id] = lately;
  return lately.length >= times ? { times: lately.length, sinceMs: lately[0] ?? firedAtMs } : undefined;
}

const MOST_BEGUN = 100;

function worsen(folded: Folded, event: Notice, world: DispatchWorld, rules: DispatchRules): void {
  const before = folded.alerts[alertId(event)];
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

function end(folded: Folded, event: Notice): void {
  const id = alertId(event);
  const before = folded.alerts[id];
  if (before === undefined || before.noticeId !== (event.follows ?? '') || before.ended !== undefined) return;
  if (before.isDirect) {
    delete folded.alerts[id];
    return;
  }
  const { sinceMs, durationMs, sentence, value, peak, closedBecause } = event;
  folded.alerts[id] = {
    ...before,
    ended: {
      atMs: sinceMs + durationMs,
      sentence,
      ...(value === undefined ? {} : { value }),
      ...(peak === undefined ? {} : { peak }),
      ...(closedBecause === undefined ? {} : { closedBecause }),
    },
  };
}

/** Puts the alert into the groups that its routes name now, besides those it is in. */
function join(folded: Folded, alert: ActiveAlert, world: DispatchWorld, rules: DispatchRules): void {
  const groups = new Set(alert.groups);
  for (const { channel, handOver } of targetsOf(alert, world, rules)) {
    const common = rules.timing.groupBy.map((label) => alert.labels[label].join(' → '));
    const id = JSON.stringify([channel, ...common]);
    groups.add(id);
    folded.groups[id] ??= emptyGroup({
      id,
      channel,
      handOver,
      common,
      sinceMs: Math.min(alert.firedAtMs, world.nowMs),
    });
  }
  folded.alerts[alert.id] = { ...alert, groups: [...groups] };
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

function emptyGroup(group: Pick<GroupState, 'id' | 'channel' | 'handOver' | 'common' | 'sinceMs'>): GroupState {
  return { ...group, told: {}, sequence: 0 };
}
