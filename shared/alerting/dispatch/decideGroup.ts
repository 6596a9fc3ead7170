/** The one function that says whether a group is told of now, and why or why not. Every branch is a sentence of docs/alerts.md. */
import type { NotificationTiming } from '../../config/types.ts';
import { sayDuration } from '../spokenTime.ts';
import type { NoticeReason } from '../types.ts';
import { earlier } from './earlier.ts';
import { isHeldFiring } from './firing.ts';
import { severityRank } from './severity.ts';
import type { ActiveAlert, GroupDecision, GroupState, Muted } from './types.ts';

export interface Member {
  readonly alert: ActiveAlert;
  /** Asked only where it matters: most alerts are told and unchanged, and to match each against every silence is most of a look. */
  readonly muted: Muted | undefined;
}

/** A group as it is now, against what its channel was told. */
export interface Changes {
  /** Firing, not muted, and the channel does not know. */
  fresh: Member[];
  /** Known, and worse or flapping since. */
  worse: Member[];
  flapping: Member[];
  /** Known, and firing as before; or muted since, whatever became of it. */
  same: Member[];
  /** Known, and over; undefined where nothing is known of it any more. */
  ended: Array<{ id: string; alert: ActiveAlert | undefined }>;
  /** Firing and muted, with something that the channel does not know: all of it, or that it became worse. */
  muted: Member[];
}

export function changesOf(group: GroupState, members: readonly Member[], nowMs: number, calmMs: number): Changes {
  const changes: Changes = { fresh: [], worse: [], flapping: [], same: [], ended: [], muted: [] };
  // Where all is muted nothing was told, and looking each up is what this would take longest for.
  const isAnyTold = group.told.size > 0;
  let known = 0;
  for (const member of members) {
    const { alert } = member;
    const told = isAnyTold ? group.told.get(alert.id) : undefined;
    if (told === undefined && group.isGone) continue;
    if (told !== undefined) known += 1;
    if (!isHeldFiring(alert, nowMs, calmMs)) {
      if (told !== undefined) changes.ended.push({ id: alert.id, alert });
    } else if (told === undefined) (member.muted === undefined ? changes.fresh : changes.muted).push(member);
    else {
      const isWorse = severityRank(alert.severity) > severityRank(told.severity);
      const isNews = isWorse || (alert.flapping !== undefined && told.flapping === undefined);
      if (!isNews) changes.same.push(member);
      else if (member.muted === undefined) (isWorse ? changes.worse : changes.flapping).push(member);
      else for (const list of [changes.same, changes.muted]) list.push(member);
    }
  }
  if (known === group.told.size) return changes;
  const there = new Set(members.map(({ alert }) => alert.id));
  for (const id of group.told.keys()) if (!there.has(id)) changes.ended.push({ id, alert: undefined });
  return changes;
}

export interface DecideInput {
  group: GroupState;
  changes: Changes;
  timing: NotificationTiming;
  acknowledges: boolean;
  nowMs: number;
}

export function decideGroup(input: DecideInput): GroupDecision {
  if (input.group.isGone) return decideGone(input.changes);
  return input.group.toldAtMs === undefined ? decideFirst(input) : decideNext(input, input.group.toldAtMs);
}

/** Nobody takes its messages any more; whoever took over from it still has to hear the end. */
function decideGone({ ended, worse, flapping, same }: Changes): GroupDecision {
  if (ended.length > 0 && worse.length + flapping.length + same.length === 0)
    return { tell: true, reason: 'resolved', why: 'All of it is over.' };
  const why = 'The channel is not in the configuration any more: only the end is told, to whoever took over from it.';
  return { tell: false, because: 'unchanged', why, nextAtMs: null };
}

/** The channel knows nothing of this group. */
function decideFirst({ changes, timing, nowMs }: DecideInput): GroupDecision {
  const { fresh, muted } = changes;
  if (fresh.length === 0 && muted.length > 0) return notBecause(muted, nowMs);
  // What began and ended within the wait is nobody's business.
  if (fresh.length === 0)
    return { tell: false, because: 'resolvedUntold', why: 'It was over before it was told.', nextAtMs: null };
  // Where all others are muted, the wait is for what begins now; what a silence or a slow hand-over had kept back has waited already.
  const firstMs = fresh.reduce((least, { alert }) => Math.min(least, alert.firedAtMs), Number.POSITIVE_INFINITY);
  const dueAtMs = firstMs + timing.groupWaitMs;
  if (nowMs < dueAtMs) {
    const why = `It waits ${sayDuration(timing.groupWaitMs)} for others that belong to it.`;
    return { tell: false, because: 'groupWait', why, nextAtMs: dueAtMs };
  }
  return { tell: true, reason: 'first', why: 'It is new.' };
}

/** Something it could say, and when it may. */
interface Candidate {
  reason: NoticeReason;
  dueAtMs: number;
  why: string;
}

/** The channel was told before: what has changed since, the most pressing first. */
function decideNext(input: DecideInput, toldAtMs: number): GroupDecision {
  const { changes, timing, nowMs } = input;
  const candidates = candidatesOf(input, toldAtMs);
  const due = candidates.find(({ dueAtMs }) => dueAtMs <= nowMs);
  if (due !== undefined) return { tell: true, reason: due.reason, why: due.why };
  const nextAtMs = earliest([
    ...candidates.map(({ dueAtMs }) => dueAtMs),
    calmAtMs(changes, timing.flapping.calmMs, nowMs),
    unmutedAtMs(changes.muted, nowMs),
    unmutedAtMs(silentOf(changes), nowMs),
  ]);
  const waiting = candidates.find(({ reason }) => reason !== 'still');
  if (waiting !== undefined) {
    const why = `It is told ${sayDuration(waiting.dueAtMs - toldAtMs)} after the last message: ${waiting.why}`;
    return { tell: false, because: 'groupInterval', why, nextAtMs };
  }
  const { same, muted } = changes;
  const silent = same.length === 0 ? muted : silentOf(changes);
  if (silent.length > 0) return { ...notBecause(silent, nowMs), nextAtMs };
  if (same.some(({ alert }) => alert.ended !== undefined)) {
    const why = `It comes and goes: it counts as firing until it was calm for ${sayDuration(timing.flapping.calmMs)}.`;
    return { tell: false, because: 'flapping', why, nextAtMs };
  }
  return { tell: false, because: 'unchanged', why: 'Nothing has changed since it was told.', nextAtMs };
}

function candidatesOf({ group, changes, timing, acknowledges }: DecideInput, toldAtMs: number): Candidate[] {
  const { fresh, worse, flapping, same, ended } = changes;
  const soonMs = toldAtMs + timing.groupWaitMs;
  const laterMs = toldAtMs + timing.groupIntervalMs;
  const firing = fresh.length + worse.length + flapping.length + same.length;
  const found: Candidate[] = [];
  const say = (holds: boolean, reason: NoticeReason, dueAtMs: number, why: string) => {
    if (holds) found.push({ reason, dueAtMs, why });
  };
  say(ended.length > 0 && firing === 0, 'resolved', soonMs, 'All of it is over.');
  say(worse.length > 0, 'worse', soonMs, `${count(worse.length, 'alert')} became worse.`);
  say(flapping.length > 0, 'flapping', soonMs, `${count(flapping.length, 'alert')} came and went again and again.`);
  say(fresh.length > 0, 'more', laterMs, `${count(fresh.length, 'more alert')} joined.`);
  say(
    ended.length > 0 && firing > 0,
    'someResolved',
    laterMs,
    `${count(ended.length, 'alert')} ended, the others did not.`,
  );
  const areSilenced = () => same.length === firing && same.every(({ muted }) => muted?.because === 'silenced');
  const isAcknowledged = acknowledges && firing > 0 && group.acknowledged === undefined && areSilenced();
  if (isAcknowledged) say(true, 'acknowledged', toldAtMs, `${same[0]?.muted?.by ?? 'Somebody'} silenced it.`);
  const repeatMs = repeatOf(timing);
  const lasts = `It has not ended for ${sayDuration(repeatMs)} since it was told.`;
  say(repeatMs > 0 && same.some(({ muted }) => muted === undefined), 'still', toldAtMs + repeatMs, lasts);
  return found;
}

/** What is told and firing as before, where all of that is muted. */
function silentOf({ same }: Changes): Member[] {
  return same.every(({ muted }) => muted !== undefined) ? same : [];
}

/** Alertmanager's rule: a repetition comes at a multiple of the group's interval. 0: never. */
export function repeatOf({
  repeatMs,
  groupIntervalMs,
}: Pick<NotificationTiming, 'repeatMs' | 'groupIntervalMs'>): number {
  return groupIntervalMs > 0 ? Math.ceil(repeatMs / groupIntervalMs) * groupIntervalMs : repeatMs;
}

function notBecause(members: readonly Member[], nowMs: number): GroupDecision & { tell: false } {
  const muted = members[0]?.muted;
  const nextAtMs = unmutedAtMs(members, nowMs);
  if (muted === undefined) return { tell: false, because: 'unchanged', why: 'Nothing has changed.', nextAtMs };
  const why = {
    silenced: `${muted.by} silenced it.`,
    maintenance: `Maintenance: ${muted.by}.`,
    inhibited: `It follows from ${muted.by}.`,
  }[muted.because];
  return { tell: false, because: muted.because, why, nextAtMs };
}

/** When time alone would let the first of them be told. */
function unmutedAtMs(members: readonly Member[], nowMs: number): number | null {
  let firstMs: number | null = null;
  for (const { muted } of members) {
    if (muted !== undefined && muted.because !== 'inhibited' && muted.untilMs > nowMs)
      firstMs = earlier(firstMs, muted.untilMs);
  }
  return firstMs;
}

/** When the first of those that come and go would have been calm for long enough. */
function calmAtMs({ same, worse, fresh }: Changes, calmMs: number, nowMs: number): number | null {
  let firstMs: number | null = null;
  for (const members of [same, worse, fresh]) {
    for (const { alert } of members) {
      const { ended, flapping } = alert;
      if (ended !== undefined && flapping !== undefined && ended.atMs + calmMs > nowMs)
        firstMs = earlier(firstMs, ended.atMs + calmMs);
    }
  }
  return firstMs;
}

function earliest(moments: ReadonlyArray<number | null>): number | null {
  return moments.reduce(earlier, null);
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
