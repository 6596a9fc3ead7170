import type { ApprovalClaims, ApprovalEvent, ApprovalRequest, ApprovalState } from './types.ts';

/** A person is asked. */
export function askApproval(claims: ApprovalClaims, askedAtMs: number): ApprovalRequest {
  return { ...claims, askedAtMs, state: 'pending', decision: null, sentence: 'Waiting for a person.' };
}

export interface ApprovalStep {
  request: ApprovalRequest;
  /** Whether the event did something; a repeated or late one does nothing. */
  changed: boolean;
  /** What whoever sent it is told. */
  sentence: string;
  /** The plan has moved on, and a person must be asked about the new one. */
  askAgain: boolean;
}

/** A comment longer than this is cut where it is taken in: it goes into every message and the audit. */
export const LONGEST_COMMENT = 2000;

/**
 * pending -> approved | rejected | expired | stale. The first decision stands. A decision on a plan that is no longer the plan ends as
 * stale, never as approved; time and staleness are judged before the decision, so that the order in which events arrive opens no door.
 */
export function nextApproval(request: ApprovalRequest, event: ApprovalEvent): ApprovalStep {
  if (request.state !== 'pending') return unchanged(request, finalSentence(request));
  const isDecision = event.kind === 'approve' || event.kind === 'reject';
  if (isDecision && event.tokenId !== request.tokenId) {
    return unchanged(request, 'This link belongs to another request. Open the newest one.');
  }
  if (!(event.atMs < request.expiresAtMs)) {
    return ended(request, 'expired', 'Nobody decided in time: the request has expired.', false);
  }
  if (event.kind === 'timePassed') return unchanged(request, request.sentence);
  if (event.currentFingerprint !== request.fingerprint) {
    const askAgain = event.currentFingerprint !== null;
    const next = askAgain ? 'there is another plan now, which is asked about anew' : 'there is no plan any more';
    return ended(request, 'stale', `The state has moved since this plan was shown: ${next}.`, askAgain);
  }
  if (event.kind === 'planMade') return unchanged(request, request.sentence);
  return decided(request, event);
}

function decided(
  request: ApprovalRequest,
  { kind, by, comment, atMs }: Extract<ApprovalEvent, { kind: 'approve' | 'reject' }>,
): ApprovalStep {
  const decision = { by: by.trim(), comment: comment.trim().slice(0, LONGEST_COMMENT), atMs };
  if (decision.by === '' || decision.comment === '') {
    return unchanged(
      request,
      'Expected a name and a comment: the audit must say who decided, and why. Nothing was decided.',
    );
  }
  const state = kind === 'approve' ? 'approved' : 'rejected';
  const step = ended(request, state, `${decision.by} ${state} the plan: ${decision.comment}`, false);
  return { ...step, request: { ...step.request, decision } };
}

function ended(
  request: ApprovalRequest,
  state: Exclude<ApprovalState, 'pending'>,
  sentence: string,
  askAgain: boolean,
): ApprovalStep {
  return { request: { ...request, state, sentence }, changed: true, sentence, askAgain };
}

function unchanged(request: ApprovalRequest, sentence: string): ApprovalStep {
  return { request, changed: false, sentence, askAgain: false };
}

function finalSentence({ state, sentence }: ApprovalRequest): string {
  return `The request is ${state} already. ${sentence}`;
}
