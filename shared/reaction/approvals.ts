import { askApproval, nextApproval } from '../access/approval.ts';
import type { Notice } from '../alerting/types.ts';
import type { Explanation } from '../failover/types.ts';
import type { Incident } from '../outage/types.ts';
import { approvalClosedNotice, approvalNotice, type Told } from './outageNotices.ts';

export interface ApprovalMove {
  incident: Incident;
  notices: Notice[];
}

export interface ApprovalInput {
  told: Told;
  validForMs: number;
  newTokenId: () => string;
  nowMs: number;
}

/**
 * Asks a person when the decision is to ask, asks anew when the plan has moved or the time has passed, and ends the question when it is
 * answered or there is nothing to ask any more. Every question that was told is closed. Pure but for the fresh id.
 */
export function stepApproval(incident: Incident, explanation: Explanation | null, input: ApprovalInput): ApprovalMove {
  const { nowMs } = input;
  const fingerprint = currentFingerprint(incident, explanation);
  const judged = withJudged(incident, fingerprint, nowMs);
  const closed = closeWaiting(judged, nowMs);
  const { approval } = closed.incident;
  const isAsked = approval?.fingerprint === fingerprint && approval?.state === 'pending';
  if (explanation?.decision !== 'ask' || fingerprint === null || isAsked) return closed;
  return asked(closed, fingerprint, input);
}

/** Nothing was planned anew: what was asked about stands until its time has passed. */
function currentFingerprint({ phase, approval }: Incident, explanation: Explanation | null): string | null {
  if (phase === 'over') return null;
  if (explanation === null) return approval?.fingerprint ?? null;
  return explanation.plan?.fingerprint ?? null;
}

/** A question that waits is held against the plan and the clock of now. */
function withJudged(incident: Incident, fingerprint: string | null, atMs: number): Incident {
  if (incident.approval === undefined) return incident;
  const event = { kind: 'planMade' as const, currentFingerprint: fingerprint, atMs };
  const { request, changed } = nextApproval(incident.approval, event);
  return changed ? { ...incident, approval: request } : incident;
}

function closeWaiting(incident: Incident, nowMs: number): ApprovalMove {
  const { waitingNotice, approval, ...rest } = incident;
  if (waitingNotice === undefined || approval?.state === 'pending') return { incident, notices: [] };
  const sentence = approval?.sentence ?? 'There is nothing to decide any more.';
  return {
    incident: { ...rest, ...(approval === undefined ? {} : { approval }) },
    notices: [approvalClosedNotice(incident, waitingNotice, sentence, nowMs)],
  };
}

function asked({ incident, notices }: ApprovalMove, fingerprint: string, input: ApprovalInput): ApprovalMove {
  const claims = {
    tokenId: input.newTokenId(),
    incidentId: incident.id,
    fingerprint,
    page: decisionPage(incident.id),
    expiresAtMs: input.nowMs + patience(incident, input.validForMs),
  };
  const waiting: Incident = { ...incident, approval: askApproval(claims, input.nowMs) };
  const notice = approvalNotice(waiting, input.told);
  if (notice === undefined) return { incident, notices };
  return {
    incident: { ...waiting, waitingNotice: { id: notice.id, sinceMs: input.nowMs } },
    notices: [...notices, notice],
  };
}

/** Questions that nobody answers become rarer: each stays open twice as long as the one before it, up to this. */
const LONGEST_QUESTION_MS = 4 * 60 * 60_000;

function patience({ approval }: Incident, validForMs: number): number {
  if (approval?.state !== 'expired') return validForMs;
  const lastedMs = approval.expiresAtMs - approval.askedAtMs;
  return Math.max(validForMs, Math.min(2 * lastedMs, LONGEST_QUESTION_MS));
}

/** The path of the page on which a person decides about an incident. */
export function decisionPage(incidentId: string): string {
  return `/api/incidents/${incidentId}/decision`;
}
