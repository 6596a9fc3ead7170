import { hash } from 'node:crypto';
import { sayDuration } from '../spokenTime.ts';
import type { GroupAlert, Notice, NoticeGroup, NoticeReason } from '../types.ts';
import type { Changes, Member } from './decideGroup.ts';
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
  const lines = tellings.flatMap((telling) => linesOf(telling, nowMs)).sort(worstFirst);
  const [lead] = lines;
  if (lead === undefined) throw new Error(`expected something to tell of the group ${first.group.id}, saw nothing`);
  const firing = lines.filter(({ is }) => is !== 'resolved').length;
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
    group: togetherOf(tellings, lines, firing),
  };
}

const MOST_FOLLOWED = 200;

function togetherOf(tellings: readonly Telling[], lines: readonly GroupAlert[], firing: number): NoticeGroup {
  const [first] = tellings;
  return {
    key: keyOf(tellings),
    common: tellings.length === 1 ? (first?.group.common ?? []) : [],
    firing,
    resolved: lines.length - firing,
    alerts: lines.slice(0, MOST_SHOWN),
    ...(tellings.length === 1 ? {} : { folded: { groups: tellings.length } }),
  };
}

function linesOf({ group, changes }: Telling, nowMs: number): GroupAlert[] {
  const { fresh, worse, flapping, same, ended } = changes;
  const firing = (is: 'new' | 'worse' | 'firing') => (member: Member) => lineOf(member.alert, is);
  return [
    ...worse.map(firing('worse')),
    ...fresh.map(firing('new')),
    ...[...flapping, ...same].map(firing('firing')),
    ...ended.map(({ id, alert }) => (alert === undefined ? forgotten(id, group, nowMs) : lineOf(alert, 'resolved'))),
  ];
}

function lineOf(alert: ActiveAlert, is: GroupAlert['is']): GroupAlert {
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

function worstFirst(one: GroupAlert, other: GroupAlert): number {
  return (
    Number(one.is === 'resolved') - Number(other.is === 'resolved') ||
    severityRank(other.severity) - severityRank(one.severity) ||
    NEWS[other.is] - NEWS[one.is] ||
    one.sinceMs - other.sinceMs
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
function forgotten(id: string, { sinceMs }: GroupState, nowMs: number): GroupAlert {
  return {
    condition: 'MonitorLate',
    subject: { kind: 'deployment', key: id },
    severity: 'info',
    is: 'resolved',
    sinceMs,
    endedAtMs: nowMs,
    sentence: `Nothing is known any more of ${id}: it is no longer watched.`,
    closedBecause: 'subjectRemoved',
  };
}

/** The same before and after a crash: every part of it is stored. */
function idOf(tellings: readonly Telling[], reason: NoticeReason): string {
  return hashed([reason, ...tellings.map(({ group }) => [group.id, group.sinceMs, group.sequence])]);
}

function keyOf(tellings: readonly Telling[]): string {
  return hashed(tellings.map(({ group }) => [group.id, group.sinceMs]));
}

function hashed(parts: readonly unknown[]): string {
  return hash('sha256', JSON.stringify(parts), 'hex').slice(0, 32);
}
