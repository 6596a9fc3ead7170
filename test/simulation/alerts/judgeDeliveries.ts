/** What has to be true of what the channels really got. */
import assert from 'node:assert/strict';
import type { OutboxEntry } from '../../../shared/alerting/types.ts';
import { type Beliefs, hear, linesOf } from './beliefs.ts';
import type { Story } from './playAlerts.ts';
import type { Accepted, AlertRecipient } from './recipients.ts';

export function judgeDeliveries({ rows, recipients, decided, truth }: Story): void {
  const stored = new Set(rows.map(({ id }) => id));
  for (const { id, notice } of decided) assert.ok(stored.has(id), `${notice.reason} ${id} was decided and is lost`);
  for (const entry of rows) judgeEntry(entry, recipients, rows);
  const gone = new Set(truth.people.slice(0, -1).map(({ name }) => name));
  // A duplicate is recognised by its id.
  for (const { name, accepted } of recipients.values())
    for (const { entryId } of accepted) assert.ok(stored.has(entryId), `${name} got ${entryId}, which nobody decided`);
  for (const recipient of recipients.values()) if (!gone.has(recipient.name)) judgeBeliefs(recipient, rows, gone);
}

function judgeEntry(
  entry: OutboxEntry,
  recipients: ReadonlyMap<string, AlertRecipient>,
  rows: readonly OutboxEntry[],
): void {
  const name = `${entry.notice.reason} ${entry.id} to ${entry.channel}`;
  const accepted = recipients.get(entry.channel)?.accepted.filter(({ entryId }) => entryId === entry.id) ?? [];
  assert.notEqual(entry.status, 'pending', `${name} never ended`);
  if (entry.status === 'delivered') assert.ok(accepted.length >= 1, `${name} has a receipt, and never arrived`);
  if (entry.status !== 'failed') return;
  // Whoever has failed with the same message, which another channel gave them, cannot take it over once more.
  const could = (entry.handOver ?? []).filter((channel) => !hasFailed(entry.notice.id, channel, rows));
  if (could.length > 0) assert.ok((entry.passedTo ?? []).length > 0, `${name} failed, and nobody took over`);
}

function hasFailed(noticeId: string, channel: string, rows: readonly OutboxEntry[]): boolean {
  return rows.some((row) => row.notice.id === noticeId && row.channel === channel && row.status === 'failed');
}

/** Whoever heard a beginning hears the end, of whomever it is; unless that very message could not be brought. */
function judgeBeliefs(
  { name, accepted }: AlertRecipient,
  rows: readonly OutboxEntry[],
  gone: ReadonlySet<string>,
): void {
  // An outage is told by itself, and its end closes it whosever message it was.
  for (const [of, heard] of Map.groupBy(accepted, ({ notice, of }) => (notice.group === undefined ? 'outage' : of))) {
    const beliefs: Beliefs = new Map();
    for (const { notice } of once(heard)) hear(beliefs, notice);
    // It was told to a channel that was renamed before it was brought: nobody can tell any more to whom the end goes.
    if (of === 'outage' && heard.some((one) => gone.has(one.of))) continue;
    for (const key of beliefs.keys())
      assert.ok(isUndelivered(key, name, rows), `${name} still believes in ${key} of ${of}`);
  }
}

function isUndelivered(key: string, name: string, rows: readonly OutboxEntry[]): boolean {
  const failed = rows.filter(({ channel, status }) => channel === name && status === 'failed');
  return failed.some(({ notice }) => linesOf(notice).some((line) => line.key === key && line.is === 'resolved'));
}

/** In the order of their moments, which every message names: a late one is seen to be late. */
function once(accepted: readonly Accepted[]): Accepted[] {
  const seen = new Map(accepted.map((one) => [one.entryId, one]));
  return [...seen.values()].sort((one, other) => one.notice.atMs - other.notice.atMs);
}
