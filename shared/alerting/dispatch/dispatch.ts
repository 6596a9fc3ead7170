import { entryFor } from '../outboxEntries.ts';
import type { Notice, OutboxEntry } from '../types.ts';
import { type Changes, changesOf, decideGroup, type Member } from './decideGroup.ts';
import { DISPATCH } from './dispatchChannel.ts';
import { earlier } from './earlier.ts';
import { isHeldFiring } from './firing.ts';
import { foldEvents, memoryOf } from './fold.ts';
import { groupNotice, MOST_SHOWN, type Telling } from './groupNotice.ts';
import { mutesOf } from './mutes.ts';
import { severityRank } from './severity.ts';
import { capStorm } from './stormCap.ts';
import type {
  ActiveAlert,
  Dispatched,
  DispatchRules,
  DispatchState,
  DispatchWorld,
  GroupDecision,
  GroupReport,
  GroupState,
  Muted,
  Receiver,
  Told,
} from './types.ts';

/**
 * Everything that may become a message, looked at once: takes the events in, and decides for each group and channel whether it is told, why,
 * and when it has to be looked at again. Pure: nothing is changed, time comes in.
 *
 * Promises, for whoever stores the state with its `outgoing` before anything is sent: what was told is told again only for a reason that is
 * named; everything that was told is closed, silenced or not; ids follow from the state alone, so that a repetition after a crash is the
 * same message.
 */
export function dispatch(
  state: DispatchState,
  events: readonly Notice[],
  world: DispatchWorld,
  rules: DispatchRules,
): Dispatched {
  const { timing, receivers } = rules;
  const { nowMs } = world;
  const { alerts, groups, begun } = foldEvents(state, events, world, rules);
  const looks = lookAt(alerts, groups, world, rules);
  const sent: DispatchState['sent'] = {};
  const outgoing: OutboxEntry[] = [...state.outgoing];
  const reports: GroupReport[] = [];
  let nextAtMs: number | null = null;
  for (const receiver of [...receivers, ...goneOf(groups)]) {
    const before = (state.sent[receiver.name] ?? []).filter((atMs) => atMs > nowMs - timing.storm.withinMs);
    const mine = looks.get(receiver.name) ?? [];
    const due = mine.flatMap(({ group, changes, decision }) =>
      decision.tell ? [{ group, changes, reason: decision.reason, why: decision.why }] : [],
    );
    const capped = receiver.isRead
      ? capStorm(due, before, timing, nowMs)
      : { messages: due.map((telling) => [telling]), held: [], nextAtMs: null };
    for (const tellings of capped.messages) {
      const notice = groupNotice(tellings, nowMs);
      outgoing.push(entryFor(notice, { name: receiver.name, handOver: handOverOf(tellings) }, DISPATCH, nowMs));
      for (const telling of tellings) groups[telling.group.id] = afterTelling(telling, notice.id, nowMs);
    }
    if (before.length + capped.messages.length > 0)
      sent[receiver.name] = [...before, ...capped.messages.map(() => nowMs)];
    const held = new Set(capped.held.map(({ group }) => group.id));
    for (const look of mine) {
      const decision = held.has(look.group.id) ? stormed(capped.nextAtMs, timing.storm.messages) : look.decision;
      if (!decision.tell) nextAtMs = earlier(nextAtMs, decision.nextAtMs);
      // After it was told it has a moment of its own for saying that nothing has changed.
      else nextAtMs = earlier(nextAtMs, nowMs + Math.max(1, timing.groupWaitMs));
      reports.push(reportOf(look, decision));
    }
  }
  const { hintAtMs } = state;
  const kept = tidy({ alerts, groups, begun, sent, outgoing }, world, rules);
  return { state: { ...kept, ...(hintAtMs === undefined ? {} : { hintAtMs }) }, reports, nextAtMs };
}

/** Channels that are not configured any more, and were told. */
function goneOf(groups: Record<string, GroupState>): Receiver[] {
  const names = new Set(Object.values(groups).flatMap(({ channel, isGone }) => (isGone ? [channel] : [])));
  return [...names].map((name) => ({ name, isRead: true, acknowledges: false }));
}

/** What a group consists of now. */
interface Membership {
  members: Member[];
  /** How many of them fire, or come and go. */
  firing: number;
}

interface Look extends Membership {
  group: GroupState;
  changes: Changes;
  decision: GroupDecision;
}

/** A member that is matched against silences and the rest when somebody asks, and once. */
class AskedOnce implements Member {
  readonly alert: ActiveAlert;
  readonly #mutedBy: (alert: ActiveAlert) => Muted | undefined;
  /** Null: nobody has asked yet. */
  #muted: Muted | undefined | null = null;

  constructor(alert: ActiveAlert, mutedBy: (alert: ActiveAlert) => Muted | undefined) {
    this.alert = alert;
    this.#mutedBy = mutedBy;
  }

  get muted(): Muted | undefined {
    if (this.#muted === null) this.#muted = this.#mutedBy(this.alert);
    return this.#muted;
  }
}

/** Every group with its alerts and what is to be said of it, by channel. */
function lookAt(
  alerts: ReadonlyMap<string, ActiveAlert>,
  groups: Record<string, GroupState>,
  world: DispatchWorld,
  { timing, receivers }: DispatchRules,
): Map<string, Look[]> {
  const { nowMs } = world;
  const { calmMs } = timing.flapping;
  const acknowledges = new Map(receivers.map((receiver) => [receiver.name, receiver.acknowledges]));
  const mutedBy = mutesOf(alerts.values(), world, (alert) => isHeldFiring(alert, nowMs, calmMs));
  const memberships = new Map<string, Membership>();
  for (const alert of alerts.values()) {
    if (alert.groups.length === 0) continue;
    const member = new AskedOnce(alert, mutedBy);
    const firing = firesOrFlaps(alert) ? 1 : 0;
    for (const id of alert.groups) {
      const known = memberships.get(id);
      if (known === undefined) memberships.set(id, { members: [member], firing });
      else {
        known.members.push(member);
        known.firing += firing;
      }
    }
  }
  const looks = new Map<string, Look[]>();
  for (const group of Object.values(groups)) {
    const membership = memberships.get(group.id) ?? { members: [], firing: 0 };
    const changes = changesOf(group, membership.members, nowMs, calmMs);
    const decision = decideGroup({
      group,
      changes,
      timing,
      acknowledges: acknowledges.get(group.channel) ?? false,
      nowMs,
    });
    const ofChannel = looks.get(group.channel) ?? [];
    ofChannel.push({ group, ...membership, changes, decision });
    looks.set(group.channel, ofChannel);
  }
  return looks;
}

/** What the channel knows now. Its last word closes the spell: what comes after begins a new one. */
function afterTelling({ group, changes, reason }: Telling, noticeId: string, nowMs: number): GroupState {
  const { acknowledged, toldAtMs, lastNoticeId, ...rest } = group;
  if (reason === 'resolved') return { ...rest, told: new Map(), sequence: 0, sinceMs: nowMs };
  const told = new Map<string, Told>(group.told);
  for (const { id } of changes.ended) told.delete(id);
  for (const { alert } of [...changes.fresh, ...changes.worse, ...changes.flapping]) {
    told.set(alert.id, { severity: alert.severity, ...(alert.flapping === undefined ? {} : { flapping: true }) });
  }
  // It was listed as less than it had been: from there it can become worse again. What was listed as more is not told by that.
  for (const { alert } of changes.same) {
    const known = told.get(alert.id);
    if (known !== undefined && severityRank(alert.severity) < severityRank(known.severity))
      told.set(alert.id, { ...known, severity: alert.severity });
  }
  return {
    ...rest,
    told,
    toldAtMs: nowMs,
    sequence: group.sequence + 1,
    lastNoticeId: noticeId,
    // An end of some of it changes nothing about who has seen the rest.
    ...(reason === 'acknowledged' || (reason === 'someResolved' && acknowledged) ? { acknowledged: true } : {}),
  };
}

/** Whoever takes over from any of them. */
function handOverOf(tellings: readonly Telling[]): string[] {
  return [...new Set(tellings.flatMap(({ group }) => (group.isGone ? [] : group.handOver)))];
}

function stormed(nextAtMs: number | null, most: number): GroupDecision {
  const why = `The channel has had its ${most} messages: the next one takes everything that waits.`;
  return { tell: false, because: 'stormCap', why, nextAtMs };
}

/** What comes and goes counts as firing here as well, until it was calm for long enough: people ask why it is held. */
function reportOf({ group, members, firing, changes }: Look, decision: GroupDecision): GroupReport {
  const calm = new Set(changes.ended.flatMap(({ id, alert }) => (alert && firesOrFlaps(alert) ? [id] : [])));
  const alerts: GroupReport['alerts'] = [];
  for (const member of members) {
    if (alerts.length === MOST_SHOWN) break;
    if (firesOrFlaps(member.alert) && !calm.has(member.alert.id)) alerts.push(shown(member));
  }
  return { group, decision, alerts, firing: firing - calm.size };
}

function firesOrFlaps({ ended, flapping }: ActiveAlert): boolean {
  return ended === undefined || flapping !== undefined;
}

function shown({ alert: { id, condition, subject }, muted }: Member): GroupReport['alerts'][number] {
  return { id, condition, subject, ...(muted === undefined ? {} : { muted }) };
}

/** What nobody has to hear of any more is forgotten, and so is what was never told to a channel that is gone. */
function tidy(state: DispatchState, { nowMs }: DispatchWorld, { timing }: DispatchRules): DispatchState {
  const { calmMs } = timing.flapping;
  const isTold = ({ id, groups }: ActiveAlert) => groups.some((group) => state.groups[group]?.told.has(id));
  const inUse = new Set<string>();
  const over: string[] = [];
  for (const alert of state.alerts.values()) {
    if (!isHeldFiring(alert, nowMs, calmMs) && !isTold(alert)) over.push(alert.id);
    else for (const id of alert.groups) inUse.add(id);
  }
  const kept = Object.values(state.groups).filter(
    ({ id, toldAtMs, isGone }) => toldAtMs !== undefined || (inUse.has(id) && !isGone),
  );
  const groups = Object.fromEntries(kept.map((group) => [group.id, group]));
  const alerts = without(state.alerts, over);
  const begun = since(nowMs - memoryOf(timing), state.begun);
  return { alerts, groups, begun, sent: state.sent, outgoing: state.outgoing };
}

/** Itself where nothing has to go: there may be a hundred thousand. */
function without<T>(all: ReadonlyMap<string, T>, ids: readonly string[]): ReadonlyMap<string, T> {
  if (ids.length === 0) return all;
  const kept = new Map(all);
  for (const id of ids) kept.delete(id);
  return kept;
}

/** The beginnings since then; the map itself where none of them is older. */
function since(fromMs: number, begun: DispatchState['begun']): DispatchState['begun'] {
  const younger = new Map<string, number[]>();
  for (const [id, moments] of begun) {
    if (moments.some((atMs) => atMs <= fromMs))
      younger.set(
        id,
        moments.filter((atMs) => atMs > fromMs),
      );
  }
  if (younger.size === 0) return begun;
  const kept = new Map(begun);
  for (const [id, moments] of younger) {
    if (moments.length === 0) kept.delete(id);
    else kept.set(id, moments);
  }
  return kept;
}
