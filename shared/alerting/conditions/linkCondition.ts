import type { LinkStatus } from '../../replication/types.ts';
import type { AlertRule, Finding } from '../types.ts';

/** What a condition of a link may judge by. */
export interface LinkInput {
  subject: { primary: string; secondary: string };
  status: LinkStatus;
  rule: AlertRule;
  nowMs: number;
}

/** Pure: the same link status gives the same finding. */
export type LinkCondition = (input: LinkInput) => Finding;
