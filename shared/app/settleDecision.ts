import { nextApproval } from '../access/approval.ts';
import type { ApprovalRequest } from '../access/types.ts';
import type { Incident } from '../outage/types.ts';
import type { AppContext } from './context.ts';
import { type ClosedQuestion, currentFingerprint, openQuestion } from './openQuestion.ts';

/** An evaluation may change the incident between reading and saving, but not for ever. */
const TRIES = 8;

/** A person's word, as it came in. */
export interface Word {
  kind: 'approve' | 'reject';
  by: string;
  comment: string;
  atMs: number;
}

export type Settled =
  /** The question has ended with this word: decided, or found expired or stale by it. */
  { ended: true; request: ApprovalRequest } | { ended: false; closed: ClosedQuestion };

/**
 * Reads, decides, and saves under the incident's ETag: what was approved is the plan that is stored at that very moment. The first decision
 * stands. When the answer to our own save was lost, the next look finds our own word there.
 * @throws whatever storage throws
 */
export async function settleDecision(app: AppContext, incidentId: string, token: string, word: Word): Promise<Settled> {
  const { incidents } = await app.ports.storage();
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const question = await openQuestion(app, incidentId, token);
    const { stored, request } = question;
    if (stored === undefined || request === undefined || request.state !== 'pending') {
      if (request !== undefined && isOurs(request, word)) return { ended: true, request };
      return { ended: false, closed: question.ok ? gone() : question };
    }
    const { kind, by, comment, atMs } = word;
    const fingerprint = currentFingerprint(stored.value);
    const event = { kind, tokenId: request.tokenId, by, comment, atMs, currentFingerprint: fingerprint } as const;
    const step = nextApproval(request, event);
    if (!step.changed) return { ended: false, closed: { ok: false, why: 'stale', sentence: step.sentence } };
    const version = await incidents.save({ ...stored, value: withAnswer(stored.value, step.request) });
    if (version !== undefined) return { ended: true, request: step.request };
  }
  return { ended: false, closed: { ok: false, why: 'busy', sentence: 'Others changed it each time.' } };
}

function withAnswer(incident: Incident, approval: ApprovalRequest): Incident {
  const { state, decision, fingerprint } = approval;
  const rejection = state === 'rejected' && decision !== null ? { rejection: { fingerprint, ...decision } } : {};
  return { ...incident, approval, ...rejection };
}

function isOurs({ state, decision }: ApprovalRequest, word: Word): boolean {
  const { by, comment, atMs } = decision ?? { by: '', comment: '', atMs: Number.NaN };
  const isSame = by === word.by && comment === word.comment && atMs === word.atMs;
  return isSame && state === (word.kind === 'approve' ? 'approved' : 'rejected');
}

function gone(): ClosedQuestion {
  return { ok: false, why: 'stale', sentence: 'The question is not there any more.' };
}
