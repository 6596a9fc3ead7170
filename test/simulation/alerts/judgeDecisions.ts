/** What has to be true of the messages that were decided, in the order in which they were. */
import assert from 'node:assert/strict';
import { severityRank } from '../../../shared/alerting/dispatch/severity.ts';
import type { NoticeReason, OutboxEntry } from '../../../shared/alerting/types.ts';
import { type Beliefs, hear, keyOf, type Line, linesOf } from './beliefs.ts';
import { MINUTE, REPEAT_MS, SECOND, TIMING, TROUBLES } from './estate.ts';
import type { Story } from './playAlerts.ts';
import { maybeMuted, type Spell, surelyMuted, type Truth, uncovered } from './truth.ts';

/** The waits of a group, of the storm cap, of the pointer of an event that got lost, and of a few crashes. */
const TOLD_WITHIN_MS = 18 * MINUTE;
const SKEWED_MS = 2 * SECOND;

export function judgeDecisions({ decided, truth }: Story): void {
  for (const [channel, entries] of Map.groupBy(decided, (entry) => entry.channel)) {
    const beliefs: Beliefs = new Map();
    for (const { notice } of entries) {
      const name = `${notice.reason} to ${channel} at ${notice.atMs} of ${linesOf(notice).map(({ key }) => key)}`;
      for (const line of linesOf(notice)) judgeLine(line, beliefs, name);
      judgeMuted(linesOf(notice), notice.atMs, truth, name);
      hear(beliefs, notice);
    }
    judgeSpells(entries);
    judgeWaits(entries, truth);
    if (channel !== 'pager') judgeStorm(entries);
    const isGone = truth.people.slice(0, -1).some(({ name }) => name === channel);
    if (!isGone) assert.deepEqual([...beliefs.keys()], [], `${channel} was never told that these are over`);
  }
  for (const spell of truth.spells) judgeTold(spell, decided, truth);
  const toItself = decided.filter(({ channel, notice }) =>
    linesOf(notice).some(({ key }) => key === `ChannelFailing ${channel}`),
  );
  assert.deepEqual(toItself, [], 'a channel that fails was told so itself');
}

/** Nothing is told a second time, whatever crashed; what is over was told before. */
function judgeLine({ key, is, severity }: Line, beliefs: Beliefs, name: string): void {
  const believed = beliefs.get(key);
  if (is === 'new') assert.equal(believed, undefined, `${name}: ${key} was told before`);
  else assert.ok(believed !== undefined, `${name}: ${key} is ${is} and was never told`);
  if (is === 'worse')
    assert.ok(severityRank(severity) > severityRank(believed ?? 'critical'), `${name}: ${key} is not worse`);
}

/** Nobody hears anew of what is kept quiet. */
function judgeMuted(lines: readonly Line[], atMs: number, truth: Truth, name: string): void {
  for (const { key, is } of lines) {
    if (is !== 'new' && is !== 'worse') continue;
    const trouble = TROUBLES.findIndex((one) => keyOf(one) === key);
    const muted = surelyMuted(trouble, truth).some(({ fromMs, untilMs }) => fromMs < atMs && atMs < untilMs);
    assert.ok(!muted, `${name}: ${key} was muted`);
  }
}

/** One beginning and one end for each key, the end last. */
function judgeSpells(entries: readonly OutboxEntry[]): void {
  const single = entries.filter(({ notice }) => notice.group?.folded === undefined);
  for (const [key, spell] of Map.groupBy(single, ({ notice }) => notice.group?.key)) {
    const reasons = spell.map(({ notice }) => notice.reason);
    assert.ok(reasons.lastIndexOf('first') <= 0, `${key} began again: ${reasons}`);
    const end = reasons.indexOf('resolved');
    assert.ok(end === -1 || end === reasons.length - 1, `${key} went on after its end: ${reasons}`);
  }
  const ids = entries.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length, 'two messages of one id: one of them is lost');
}

const WAITS: Readonly<Record<NoticeReason, number>> = {
  first: 0,
  worse: TIMING.groupWaitMs,
  flapping: TIMING.groupWaitMs,
  resolved: TIMING.groupWaitMs,
  more: TIMING.groupIntervalMs,
  someResolved: TIMING.groupIntervalMs,
  still: REPEAT_MS,
  acknowledged: 0,
};

function judgeWaits(entries: readonly OutboxEntry[], { spells, people }: Truth): void {
  const byId = new Map(entries.map(({ notice }) => [notice.id, notice]));
  for (const { notice, channel } of entries) {
    const { reason, follows, group, atMs } = notice;
    if (group?.folded !== undefined) continue;
    const name = `${reason} to ${channel} at ${atMs}`;
    const before = follows === undefined ? undefined : byId.get(follows);
    assert.equal(before === undefined, reason === 'first', `${name} follows ${follows}`);
    // What goes to a channel that was renamed waits for nothing; the clock of who decides it may be behind.
    const isGone = people.some(
      ({ name: old }, index) => old === channel && (people[index + 1]?.fromMs ?? Infinity) < atMs + SKEWED_MS,
    );
    if (before !== undefined && !isGone) assert.ok(atMs - before.atMs >= WAITS[reason], `${name} came too early`);
    if (reason !== 'first') continue;
    const keys = new Set(linesOf(notice).map(({ key }) => key));
    const waited = spells.some(({ trouble, firedAtMs }) => {
      const about = TROUBLES[trouble];
      const isOld = firedAtMs + TIMING.groupWaitMs <= atMs + SKEWED_MS;
      return about !== undefined && keys.has(keyOf(about)) && isOld;
    });
    assert.ok(waited, `${name} waited for nobody`);
  }
}

/** Beyond the cap only what is critical is told, and that after a wait. A clock that is ahead has seen the window pass a little earlier. */
function judgeStorm(entries: readonly OutboxEntry[]): void {
  const { messages, withinMs } = TIMING.storm;
  entries.forEach(({ notice, channel }, index) => {
    const before = entries.slice(0, index).map((entry) => entry.notice.atMs);
    const lately = before.filter((atMs) => atMs > notice.atMs - withinMs + SKEWED_MS);
    if (lately.length < messages) return;
    const isCritical = linesOf(notice).some(({ is, severity }) => is !== 'resolved' && severity === 'critical');
    const hasWaited = Math.max(...lately) + TIMING.groupWaitMs <= notice.atMs;
    assert.ok(
      isCritical && hasWaited,
      `${channel} had ${lately.length} messages before ${notice.reason} at ${notice.atMs}`,
    );
  });
}

/** What fires for long, and is not muted, is known to the channels that it goes to; and what is critical for long, as critical. */
function judgeTold(spell: Spell, decided: readonly OutboxEntry[], truth: Truth): void {
  const about = TROUBLES[spell.trouble];
  if (about === undefined) return;
  for (const { channels, isCritical, ...stretch } of owed(spell, about.condition === 'ChannelFailing', truth)) {
    if (stretch.fromMs >= stretch.untilMs) continue;
    for (const free of uncovered(stretch, maybeMuted(spell.trouble, truth))) {
      const latestMs = free.fromMs + TOLD_WITHIN_MS;
      if (free.untilMs <= latestMs) continue;
      const heard = decided.filter(({ channel }) => channels?.includes(channel) ?? true);
      const name = `${keyOf(about)} ${isCritical ? 'was critical' : 'fired'} from ${free.fromMs} to ${free.untilMs}`;
      assert.ok(
        isKnown(keyOf(about), isCritical, heard, latestMs),
        `${name}, and ${channels ?? 'nobody'} was not told so`,
      );
    }
  }
}

/** Whom it concerned, and when. */
interface Owed {
  /** Undefined: any. */
  channels?: string[];
  isCritical: boolean;
  fromMs: number;
  untilMs: number;
}

function owed(
  { beganAtMs, criticalAtMs = Number.POSITIVE_INFINITY, endedAtMs }: Spell,
  toOthers: boolean,
  { people, endMs }: Truth,
): Owed[] {
  const untilMs = endedAtMs ?? endMs;
  const named = people.map(({ name, fromMs }, index) => ({
    ...(toOthers ? {} : { channels: [name] }),
    fromMs: Math.max(fromMs, beganAtMs),
    untilMs: Math.min(people[index + 1]?.fromMs ?? endMs, untilMs),
  }));
  const pager = toOthers ? [] : [{ channels: ['pager'], fromMs: criticalAtMs, untilMs }];
  const worst = [...named, ...pager].map((one) => ({ ...one, fromMs: Math.max(one.fromMs, criticalAtMs) }));
  return [
    ...named.map((one) => ({ ...one, isCritical: false })),
    ...worst.map((one) => ({ ...one, isCritical: true })),
  ];
}

function isKnown(key: string, isCritical: boolean, entries: readonly OutboxEntry[], atMs: number): boolean {
  return [...Map.groupBy(entries, ({ channel }) => channel).values()].some((ofChannel) => {
    const beliefs: Beliefs = new Map();
    for (const { notice } of ofChannel) if (notice.atMs <= atMs) hear(beliefs, notice);
    return isCritical ? beliefs.get(key) === 'critical' : beliefs.has(key);
  });
}
