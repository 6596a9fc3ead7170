import { hash } from 'node:crypto';
import { sayDuration } from '../spokenTime.ts';
import type { GroupAlert, Notice, NoticeGroup, NoticeReason } from '../types.ts';
import type { Changes } from './decideGroup.ts';
import { firstFew } from './firstFew.ts';
import { severityRank } from './severity.ts';
import type { ActiveAlert, GroupState } from './types.ts';

/** As many alerts as one message names; its numbers count all. */
export const MOST_SHOWN = 20;

/** One group that is told of now. */
export interface Telling {
  group: GroupState;
  changes: Changes;
  reason: NoticeReason;
  why: string;
}

/** What one message says of one group, or of the many that a storm put into it. Pure; at least one telling. */
export function groupNotice(tellings: readonly Telling[], nowMs: number): Notice {
  const [first] = tellings;
  if (first === undefined) throw new Error('expected at least one group to tell of, saw none');
  const lines = firstFew(candidatesOf(tellings, nowMs), MOST_SHOWN, worstFirst).map(lineOf);
  const [lead] = lines;
  if (lead === undefined) throw new Error(`expected something to tell of the group ${first.group.id}, saw nothing`);
  const reason = gravest(tellings);
  const before = tellings.flatMap(({ group }) => group.lastNoticeId ?? []);
  const [follows, ...alsoFollows] = [...new Set(before)];
  const isOver = lead.is === 'resolved';
  return {
    id: idOf(tellings, reason),
    condition: lead.condition,
    reason,
    severity: lead.severity,
    subject: lead.subject,
    atMs: nowMs,
    sinceMs: lead.sinceMs,
    durationMs: Math.max(0, (isOver ? (lead.endedAtMs ?? nowMs) : nowMs) - lead.sinceMs),
    ...(lead.value === undefined ? {} : { value: lead.value }),
    ...(lead.peak === undefined ? {} : { peak: lead.peak }),
    ...(lead.threshold === undefined ? {} : { threshold: lead.threshold }),
    sentence: lead.sentence,
    ...(follows === undefined ? {} : { follows }),
    ...(alsoFollows.length === 0 ? {} : { alsoFollows: alsoFollows.slice(0, MOST_FOLLOWED) }),
    ...(lead.closedBecause === undefined || reason !== 'resolved' ? {} : { closedBecause: lead.closedBecause }),
    why: tellings.length === 1 ? first.why : `${tellings.length} groups of alerts were put into this message.`,
    group: togetherOf(tellings, lines),
  };
}

const MOST_FOLLOWED = 200;

function togetherOf(tellings: readonly Telling[], alerts: GroupAlert[]): NoticeGroup {
  const [first] = tellings;
  const counts = tellings.map(({ changes: { fresh, worse, flapping, same, ended } }) => ({
    firing: fresh.length + worse.length + flapping.length + same.length,
    resolved: ended.length,
  }));
  return {
    key: keyOf(tellings),
    common: tellings.length === 1 ? (first?.group.common ?? []) : [],
    firing: sum(counts.map(({ firing }) => firing)),
    resolved: sum(counts.map(({ resolved }) => resolved)),
    alerts,
    ...(tellings.length === 1 ? {} : { folded: { groups: tellings.length } }),
  };
}

/** What may become a line of the message. */
interface Candidate {
  is: GroupAlert['is'];
  alert: Omit<ActiveAlert, 'id' | 'labels' | 'noticeId' | 'groups'>;
}

/** All that they bring, in the order in which it is told where nothing else makes one. */
function* candidatesOf(tellings: readonly Telling[], nowMs: number): Generator<Candidate> {
  for (const { group, changes } of tellings) {
    const { fresh, worse, flapping, same, ended } = changes;
    for (const { alert } of worse) yield { is: 'worse', alert };
    for (const { alert } of fresh) yield { is: 'new', alert };
    for (const { alert } of flapping) yield { is: 'firing', alert };
    for (const { alert } of same) yield { is: 'firing', alert };
    for (const { id, alert } of ended) yield { is: 'resolved', alert: alert ?? forgotten(id, group, nowMs) };
  }
}

function lineOf({ alert, is }: Candidate): GroupAlert {
  const { condition, subject, severity, sinceMs, threshold, flapping, ended } = alert;
  const last = is === 'resolved' && ended !== undefined ? ended : alert;
  const peak = last.peak ?? alert.peak;
  return {
    condition,
    subject,
    severity,
    is,
    sinceMs,
    ...(is === 'resolved' && ended !== undefined ? { endedAtMs: ended.atMs } : {}),
    ...(last.value === undefined ? {} : { value: last.value }),
    ...(peak === undefined ? {} : { peak }),
    ...(threshold === undefined ? {} : { threshold }),
    sentence:
      flapping === undefined || is === 'resolved'
        ? last.sentence
        : `${last.sentence} It came and went ${flapping.times} times in ${sayDuration(alert.firedAtMs - flapping.sinceMs)}.`,
    ...(is === 'resolved' && ended?.closedBecause !== undefined ? { closedBecause: ended.closedBecause } : {}),
    ...(flapping === undefined ? {} : { flapping }),
  };
}

const NEWS: Readonly<Record<GroupAlert['is'], number>> = { worse: 3, new: 2, firing: 1, resolved: 0 };

function worstFirst(one: Candidate, other: Candidate): number {
  return (
    Number(one.is === 'resolved') - Number(other.is === 'resolved') ||
    severityRank(other.alert.severity) - severityRank(one.alert.severity) ||
    NEWS[other.is] - NEWS[one.is] ||
    one.alert.sinceMs - other.alert.sinceMs
  );
}

const GRAVITY: readonly NoticeReason[] = [
  'first',
  'worse',
  'more',
  'flapping',
  'still',
  'someResolved',
  'acknowledged',
  'resolved',
];

/** A message that brings something new is no closing message, whatever else is in it. */
function gravest(tellings: readonly Telling[]): NoticeReason {
  return GRAVITY.find((reason) => tellings.some((one) => one.reason === reason)) ?? 'first';
}

/** What a channel was told of has left the documents: it is closed all the same. */
function forgotten(id: string, { sinceMs }: GroupState, nowMs: number): Candidate['alert'] {
  const sentence = `Nothing is known any more of ${id}: it is no longer watched.`;
  return {
    condition: 'MonitorLate',
    subject: { kind: 'deployment', key: id },
    severity: 'info',
    sinceMs,
    firedAtMs: sinceMs,
    sentence,
    ended: { atMs: nowMs, sentence, closedBecause: 'subjectRemoved' },
  };
}

/** The same before and after a crash: every part of it is stored. */
function idOf(tellings: readonly Telling[], reason: NoticeReason): string {
  return hashed([reason, ...tellings.map(({ group }) => [group.id, group.sinceMs, group.sequence])]);
}

function keyOf(tellings: readonly Telling[]): string {
  return hashed(tellings.map(({ group }) => [group.id, group.sinceMs]));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((one, other) => one + other, 0);
}

function hashed(parts: readonly unknown[]): string {
  return hash('sha256', JSON.stringify(parts), 'hex').slice(0, 32);
}
