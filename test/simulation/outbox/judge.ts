import assert from 'node:assert/strict';
import type { OutboxEntry } from '../../../shared/alerting/types.ts';
import type { Recipient } from './recipient.ts';
import { POLICY, ROUTES, type Story } from './simulateOutbox.ts';

/** What has to be true of every story, however it went. @throws AssertionError */
export function judge(story: Story): void {
  for (const entry of story.entries) {
    const recipient = story.recipients.get(entry.channel);
    assert.ok(recipient);
    judgeEntry(entry, recipient);
  }
  for (const recipient of story.recipients.values()) {
    judgeOrder(story.entries, recipient);
    judgeEnds(story.entries, recipient);
  }
  judgeTakingOver(story.entries);
}

/** A message that one channel did not take was taken by one that may take over, or by none of them. */
function judgeTakingOver(entries: OutboxEntry[]): void {
  for (const { name, handOver } of ROUTES) {
    for (const entry of entries.filter(({ channel, status }) => channel === name && status === 'failed')) {
      const others = handOver.map((channel) => entryOf(entries, entry.notice.id, channel));
      const taken = others.some((other) => other?.status === 'delivered');
      const refused = others.every((other) => other?.status === 'failed');
      assert.ok(taken || refused, `${entry.notice.id} was given up by ${name}, and nobody took over`);
    }
  }
}

/** Whoever heard a message gets what follows it: there is an entry for it, and like any it was delivered, or tried as often as it may be. */
function judgeEnds(entries: OutboxEntry[], recipient: Recipient): void {
  const heard = new Set(recipient.accepted.map(({ notice }) => notice.id));
  for (const { notice } of entries) {
    if (notice.follows === undefined || !heard.has(notice.follows)) continue;
    const own = entryOf(entries, notice.id, recipient.name);
    assert.ok(own, `${recipient.name} heard ${notice.follows} and was never to hear ${notice.id}`);
  }
}

function entryOf(entries: OutboxEntry[], notice: string, channel: string): OutboxEntry | undefined {
  return entries.find((each) => each.channel === channel && each.notice.id === notice);
}

function judgeEntry(entry: OutboxEntry, recipient: Recipient): void {
  const name = `${entry.notice.id} to ${entry.channel}`;
  const accepted = recipient.accepted.filter((each) => each.entryId === entry.id);
  assert.notEqual(entry.status, 'pending', `${name} never ended`);
  assert.ok(entry.attempts <= POLICY.attempts, `${name} was tried ${entry.attempts} times`);
  if (entry.status === 'delivered') {
    assert.ok(accepted.length >= 1, `${name} has a receipt, but never arrived`);
    assert.ok(entry.receipt !== undefined, `${name} was delivered without a receipt`);
  } else {
    assert.ok((entry.lastError ?? '') !== '', `${name} failed without a reason`);
  }
  // A second copy is only excusable when whoever sent the one before died, or never heard that it arrived.
  const certain = accepted.filter((each) => each.run.outcome === 'delivered').length;
  assert.ok(certain <= 1, `${name} was sent ${certain} times by workers that all knew they had sent it`);
}

/** Nobody hears the end before the beginning, unless that was given up there, or only the end came to that channel. */
function judgeOrder(entries: OutboxEntry[], recipient: Recipient): void {
  recipient.accepted.forEach(({ notice }, index) => {
    if (notice.follows === undefined) return;
    const first = entryOf(entries, notice.follows, recipient.name);
    if (first === undefined || first.status === 'failed') return;
    const before = recipient.accepted.slice(0, index).some((each) => each.notice.id === notice.follows);
    assert.ok(before, `${recipient.name} heard ${notice.id} before ${notice.follows}`);
    const after = recipient.accepted.slice(index + 1).some((each) => each.notice.id === notice.follows);
    assert.ok(!after, `${recipient.name} heard ${notice.follows} after ${notice.id}`);
  });
}
