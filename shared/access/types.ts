/** Approval of one plan by one person. Times are epoch milliseconds. */

/** What a link to the decision page is bound to. */
export interface ApprovalClaims {
  /** Of this one link; used once. */
  tokenId: string;
  incidentId: string;
  /** Of the plan that the person was shown. */
  fingerprint: string;
  /** The page it opens, as a path: a link to one page decides nothing on another. */
  page: string;
  expiresAtMs: number;
}

export type ApprovalState = 'pending' | 'approved' | 'rejected' | 'expired' | 'stale';

/** One question to a person, from asking to its end. All states but `pending` are final: asking again is a new request. */
export interface ApprovalRequest extends ApprovalClaims {
  askedAtMs: number;
  state: ApprovalState;
  decision: { by: string; comment: string; atMs: number } | null;
  /** Why it ended as it did. */
  sentence: string;
}

export type ApprovalEvent =
  | {
      kind: 'approve' | 'reject';
      tokenId: string;
      by: string;
      comment: string;
      atMs: number;
      currentFingerprint: string | null;
    }
  /** The plan was made anew; null when there is none any more. */
  | { kind: 'planMade'; currentFingerprint: string | null; atMs: number }
  | { kind: 'timePassed'; atMs: number };
