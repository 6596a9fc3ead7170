import { outboxEntryId } from './noticeId.ts';
import type { Notice, OutboxEntry } from './types.ts';

/** One entry per notice and channel, due at once. Two channels of one name would be one entry: the first is taken. */
export function outboxEntries(
  notices: readonly Notice[],
  channels: ReadonlyArray<{ name: string; handOver?: readonly string[] }>,
  shard: string,
  nowMs: number,
): OutboxEntry[] {
  const distinct = channels.filter(({ name }, index) => channels.findIndex((one) => one.name === name) === index);
  return notices.flatMap((notice) =>
    distinct.map(({ name, handOver = [] }) => ({
      id: outboxEntryId(notice.id, name),
      shard,
      channel: name,
      notice,
      createdAtMs: nowMs,
      status: 'pending' as const,
      attempts: 0,
      nextAttemptAtMs: nowMs,
      ...(handOver.length === 0 ? {} : { handOver: [...handOver] }),
    })),
  );
}
