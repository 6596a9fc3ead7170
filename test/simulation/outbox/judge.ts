import assert from 'node:assert/strict';
import type { OutboxEntry } from '../../../shared/alerting/types.ts';
import type { Recipient } from './recipient.ts';
import { POLICY, type Story } from './simulateOutbox.ts';

/** What has to be true of every story, however it went. @throws AssertionError */
export function judge(story: Story): void {
  for (const entry of story.entries) {
    const recipient = story.recipients.get(entry.channel);
    assert.ok(recipient);
    judgeEntry(entry, recipient);
  }
  for (const recipient of story.recipients.values()) judgeOrder(story.entries, recipient);
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

/** Nobody hears that something is over before hearing that it began, unless that message was given up. */
function judgeOrder(entries: OutboxEntry[], recipient: Recipient): void {
  recipient.accepted.forEach(({ notice }, index) => {
    if (notice.follows === undefined) return;
    const first = entries.find((each) => each.channel === recipient.name && each.notice.id === notice.follows);
    const before = recipient.accepted.slice(0, index).some((each) => each.notice.id === notice.follows);
    assert.ok(before || first?.status === 'failed', `${recipient.name} heard ${notice.id} before ${notice.follows}`);
    const after = recipient.accepted.slice(index + 1).some((each) => each.notice.id === notice.follows);
    assert.ok(!after || first?.status === 'failed', `${recipient.name} heard ${notice.follows} after ${notice.id}`);
  });
}
