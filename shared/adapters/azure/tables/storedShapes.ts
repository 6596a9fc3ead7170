import type { OutboxEntry } from '../../../alerting/types.ts';
import type { SubjectRecord } from '../../../replication/types.ts';

/** What was stored by another version, or by hand, is checked where the code would break over it; the rest is taken as it is. */
export function asSubjectRecord(value: unknown): SubjectRecord | undefined {
  const { subject, alerts, link } = fields(value);
  const { kind, key, primary, secondary } = fields(subject);
  if (typeof key !== 'string' || !isObject(alerts)) return undefined;
  if (kind === 'database') return value as SubjectRecord;
  if (kind !== 'link' || typeof primary !== 'string' || typeof secondary !== 'string') return undefined;
  return link === undefined || isLinkStatus(link) ? (value as SubjectRecord) : undefined;
}

function isLinkStatus(value: unknown): boolean {
  const { state, sinceMs, longestMs, sampledAtMs } = fields(value);
  return typeof fields(state).name === 'string' && isNumber(sinceMs) && isNumber(sampledAtMs) && isObject(longestMs);
}

export function asOutboxEntry(value: unknown): OutboxEntry | undefined {
  const { id, shard, channel, notice, status, attempts, createdAtMs, nextAttemptAtMs } = fields(value);
  const texts = [id, shard, channel, fields(notice).id, fields(notice).condition, fields(notice).reason];
  const known = status === 'pending' || status === 'delivered' || status === 'failed';
  const numbers = [attempts, createdAtMs, nextAttemptAtMs];
  const right = known && texts.every((text) => typeof text === 'string') && numbers.every(isNumber);
  return right ? (value as OutboxEntry) : undefined;
}

export function isNumber(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value);
}

export function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function fields(value: unknown): Record<string, unknown> {
  return isObject(value) ? (value as Record<string, unknown>) : {};
}
