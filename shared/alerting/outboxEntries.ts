import { outboxEntryId } from './noticeId.ts';
import type { Notice, OutboxEntry } from './types.ts';

/** A channel that a notice goes to, and those that take over when it fails. */
export interface Target {
  name: string;
  handOver?: readonly string[];
}

/** Where notices go: each to the same channels, or wherever its route leads. */
export type Targets = readonly Target[] | ((notice: Notice) => readonly Target[]);

/** What one channel is to be told, due at once. */
export function entryFor(notice: Notice, target: Target, shard: string, nowMs: number): OutboxEntry {
  const { name, handOver = [] } = target;
  return {
    id: outboxEntryId(notice.id, name),
    shard,
    channel: name,
    notice,
    createdAtMs: nowMs,
    status: 'pending',
    attempts: 0,
    nextAttemptAtMs: nowMs,
    ...(handOver.length === 0 ? {} : { handOver: [...handOver] }),
  };
}

/** One entry per notice and channel, due at once. Two channels of one name would be one entry: the first is taken. */
export function outboxEntries(
  notices: readonly Notice[],
  targets: Targets,
  shard: string,
  nowMs: number,
): OutboxEntry[] {
  return notices.flatMap((notice) =>
    distinct(typeof targets === 'function' ? targets(notice) : targets).map((target) =>
      entryFor(notice, target, shard, nowMs),
    ),
  );
}

function distinct(targets: readonly Target[]): Target[] {
  return targets.filter(({ name }, index) => targets.findIndex((one) => one.name === name) === index);
}
