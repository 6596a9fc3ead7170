import { hash } from 'node:crypto';
import type { Notice } from '../../alerting/types.ts';

/** PagerDuty's documentation of `dedup_key`. */
const LONGEST_KEY = 255;

/**
 * What one incident is known by in all its messages: the spell of its group, or, told alone, the message that opened it. Another would open
 * a second incident, and leave the first for good.
 */
export function dedupKey({ id, follows, group }: Pick<Notice, 'id' | 'follows' | 'group'>): string {
  const key = group?.key ?? follows ?? id;
  return key.length <= LONGEST_KEY ? key : hash('sha256', key, 'hex');
}
