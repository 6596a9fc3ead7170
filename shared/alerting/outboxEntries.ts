import { outboxEntryId } from './noticeId.ts';
import type { Notice, OutboxEntry } from './types.ts';

/** One entry per notice and channel, due at once. Two channels of one name would be one entry: names are unique by configuration. */
export function outboxEntries(
  notices: readonly Notice[],
  channels: ReadonlyArray<{ name: string }>,
  shard: string,
  nowMs: number,
): OutboxEntry[] {
  const names = [...new Set(channels.map((channel) => channel.name))];
  return notices.flatMap((notice) =>
    names.map((channel) => ({
      id: outboxEntryId(notice.id, channel),
      shard,
      channel,
      notice,
      createdAtMs: nowMs,
      status: 'pending' as const,
      attempts: 0,
      nextAttemptAtMs: nowMs,
    })),
  );
}
