/** GET /api/notifications: what was sent, what became of it, and what is not told now, and why. */
import type { NoticeCondition, NoticeReason, Severity } from '../alerting/types.ts';
import type { NotificationView } from './types.ts';

export interface NotificationsView {
  /** Newest first. */
  notifications: SentView[];
  /** What to ask for in `after` to get those before them; null: there are none. */
  next: string | null;
  /** What is held back first. Only with the first page. */
  groups?: GroupView[];
}

export interface SentView extends NotificationView {
  severity: Severity;
  /** Why it was told now, in a sentence; null where the reason says everything. */
  why: string | null;
  sentence: string;
  /** The same in all messages of a spell of a group; null for an outage, which is told by itself. */
  key: string | null;
  firing: number | null;
  resolved: number | null;
  /** When it is tried again. */
  nextAttempt: string | null;
  /** Who takes over when the channel fails, and who did. */
  handOver: string[];
  passedTo: string[];
  /** The channel that failed, where this one took over. */
  insteadOf: string | null;
}

/** Alerts that one channel is told of together. */
export interface GroupView {
  channel: string;
  /** What they have in common: the labels that the configuration groups by. */
  common: string[];
  since: string;
  /** Null: it has not been told of this. */
  told: string | null;
  /** For what reason it is told now; null when it is not. */
  reason: NoticeReason | null;
  /** Why it is not told now; null when it is. */
  because: string | null;
  why: string;
  /** When time alone would change that; null: it would not. */
  next: string | null;
  firing: number;
  /** The first of them. */
  alerts: GroupAlertView[];
}

export interface GroupAlertView {
  condition: NoticeCondition;
  subject: string;
  muted: { because: string; by: string; until: string | null } | null;
}
