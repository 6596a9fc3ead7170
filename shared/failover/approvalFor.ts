import { sayDuration } from '../alerting/spokenTime.ts';
import { type FailoverLimits, isFresh } from './limits.ts';
import type { DecisionInput, Plan } from './types.ts';

export interface ApprovalAnswer {
  given: boolean;
  sentence: string;
}

/** Has a person approved exactly this plan, and recently? An approval of another fingerprint is none. */
export function approvalOf(
  { approval, nowMs }: DecisionInput,
  plan: Plan | null,
  limits: FailoverLimits,
): ApprovalAnswer {
  const no = (sentence: string) => ({ given: false, sentence });
  if (approval === null) return no('nobody has approved it yet.');
  if (plan === null || approval.fingerprint !== plan.fingerprint) {
    return no(`what ${approval.by} approved is another plan: the state has moved since.`);
  }
  if (approval.by.trim() === '' || approval.comment.trim() === '') return no('the approval lacks a name or a comment.');
  if (!isFresh(approval.atMs, nowMs, limits.maxApprovalAgeMs, limits)) {
    return no(`the approval by ${approval.by} is not from the last ${sayDuration(limits.maxApprovalAgeMs)}.`);
  }
  const ceilingMs = plan.lossCeilingMs ?? null;
  const upTo = ceilingMs === null ? '' : ` up to a loss of ${sayDuration(ceilingMs)}`;
  return { given: true, sentence: `${approval.by} approved this plan${upTo}: ${approval.comment}` };
}

/** A person's no to exactly this plan; it does not age. */
export function rejectionOf({ rejection }: DecisionInput, plan: Plan | null): DecisionInput['rejection'] | null {
  return rejection && rejection.fingerprint === plan?.fingerprint ? rejection : null;
}
