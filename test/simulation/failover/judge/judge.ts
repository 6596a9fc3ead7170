/** What must be true of every story, whatever happened in it: each rule by its name. */
import type { Story } from '../story.ts';
import { everyForcedCallIsOnRecord, theAuditIsIntact, theJournalIsInTheAudit } from './audit.ts';
import {
  aForcedLossIsAllowed,
  aPauseIsObeyed,
  authorityIsOnRecord,
  neverInACooldown,
  neverOverBudget,
  neverWhileIsolated,
} from './authority.ts';
import {
  everyCallHasTheFence,
  everyCandidateIsFit,
  fenceTokensGrow,
  nothingIsFalselyVerified,
  oneCallForOneIntent,
  oneForcedRoleChange,
  theLossIsWithinWhatWasStated,
} from './calls.ts';
import { everyNoticeIsClosed, noEndBeforeItsBeginning } from './notices.ts';
import { neverOnOnePath } from './paths.ts';
import { type Complaint, Violation } from './violation.ts';

export const RULES: Readonly<Record<string, (story: Story) => Complaint>> = {
  oneForcedRoleChange,
  oneCallForOneIntent,
  everyCandidateIsFit,
  everyCallHasTheFence,
  fenceTokensGrow,
  nothingIsFalselyVerified,
  theLossIsWithinWhatWasStated,
  authorityIsOnRecord,
  aForcedLossIsAllowed,
  aPauseIsObeyed,
  neverWhileIsolated,
  neverInACooldown,
  neverOverBudget,
  neverOnOnePath,
  everyNoticeIsClosed,
  noEndBeforeItsBeginning,
  theAuditIsIntact,
  theJournalIsInTheAudit,
  everyForcedCallIsOnRecord,
};

/** @throws Violation */
export function judge(story: Story): void {
  for (const [name, rule] of Object.entries(RULES)) {
    const complaint = rule(story);
    if (complaint !== undefined) throw new Violation(name, complaint);
  }
}
