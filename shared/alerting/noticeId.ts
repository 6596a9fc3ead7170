import { hash } from 'node:crypto';
import type { ConditionName, NoticeReason, Severity } from './types.ts';

/** Half of a SHA-256 is still collision-free for alerts, and short enough to be read out on the telephone. */
const HEX_DIGITS = 32;

/** What makes two notices the same notice. */
export interface NoticeIdentity {
  subjectKey: string;
  condition: ConditionName;
  sinceMs: number;
  /** Tells apart two alerts about one spell: a rule that is switched off and on again tells a second time. */
  firedAtMs: number;
  reason: NoticeReason;
  /** Of `worse`: an alert may become worse several times. */
  severity?: Severity;
}

/** Stable over restarts: every part of it is stored with the alert. Lower-case hexadecimal, safe as a table key. */
export function noticeId(identity: NoticeIdentity): string {
  const { subjectKey, condition, sinceMs, firedAtMs, reason, severity } = identity;
  return hashed([subjectKey, condition, sinceMs, firedAtMs, reason, ...(severity === undefined ? [] : [severity])]);
}

/** One notice, one channel, one entry. */
export function outboxEntryId(notice: string, channel: string): string {
  return hashed([notice, channel]);
}

// JSON keeps the parts apart whatever characters they hold.
function hashed(parts: Array<string | number>): string {
  return hash('sha256', JSON.stringify(parts), 'hex').slice(0, HEX_DIGITS);
}
