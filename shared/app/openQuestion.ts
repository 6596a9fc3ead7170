/** The question behind a link to decide. The token is the key: it is checked before anything else is looked at. */

import { verifyApprovalToken } from '../access/approvalToken.ts';
import type { ApprovalRequest } from '../access/types.ts';
import type { Plan } from '../failover/types.ts';
import type { Incident } from '../outage/types.ts';
import { decisionPage } from '../reaction/approvals.ts';
import type { Versioned } from '../replication/ports.ts';
import type { DecisionRefusal } from '../views/decisionPageAnswer.ts';
import type { AppContext } from './context.ts';

/** A question that is open, and that this token may answer. */
export interface OpenQuestion {
  ok: true;
  stored: Versioned<Incident>;
  request: ApprovalRequest;
  plan: Plan;
}

export interface ClosedQuestion {
  ok: false;
  why: DecisionRefusal;
  sentence: string;
  /** Where the token is of this incident: what became of the question. */
  stored?: Versioned<Incident>;
  request?: ApprovalRequest;
}

/** Of the plan as it is stored now; null when there is none any more, or nothing to fail over from. */
export function currentFingerprint({ phase, explanation }: Incident): string | null {
  return phase === 'over' ? null : (explanation?.plan?.fingerprint ?? null);
}

/** May this token decide now? Reads, and changes nothing. Before the signature holds nothing is read from storage. */
export async function openQuestion(
  app: AppContext,
  incidentId: string,
  token: string,
): Promise<OpenQuestion | ClosedQuestion> {
  const key = app.approvalKey();
  if (key === undefined) return closed('noKey', 'This deployment has no key with which links are checked.');
  const context = { nowMs: app.now(), incidentId, page: decisionPage(incidentId) };
  const early = verifyApprovalToken(token, key, { ...context, currentFingerprint: null, isUsed: () => false });
  if (!early.ok && (early.reason === 'forged' || early.reason === 'otherIncident' || early.reason === 'otherPage')) {
    return closed(early.reason, early.sentence);
  }
  const storage = await app.ports.storage();
  const stored = await storage.incidents.load(incidentId);
  if (stored === undefined) return closed('missing', 'The link holds, but its incident is not there.');
  const request = stored.value.approval;
  const isAsked = (tokenId: string) => request?.tokenId === tokenId;
  const answer = verifyApprovalToken(token, key, {
    ...context,
    currentFingerprint: currentFingerprint(stored.value),
    isUsed: (tokenId) => isAsked(tokenId) && request?.decision != null,
  });
  const ours = answer.claims !== undefined && isAsked(answer.claims.tokenId) ? request : undefined;
  const known = { stored, ...(ours === undefined ? {} : { request: ours }) };
  if (!answer.ok) {
    return { ...closed(answer.reason === 'otherPlan' ? 'stale' : answer.reason, answer.sentence), ...known };
  }
  return judged(stored, ours, known);
}

/** The token holds; is the question that it belongs to still open? */
function judged(
  stored: Versioned<Incident>,
  request: ApprovalRequest | undefined,
  known: Pick<ClosedQuestion, 'stored' | 'request'>,
): OpenQuestion | ClosedQuestion {
  const plan = stored.value.explanation?.plan ?? null;
  if (request === undefined) {
    return { ...closed('superseded', 'This link belongs to an earlier question about this incident.'), ...known };
  }
  if (request.state === 'pending' && plan !== null) return { ok: true, stored, request, plan };
  const why = request.state === 'expired' ? 'expired' : 'stale';
  return { ...closed(why, request.sentence), ...known };
}

function closed(why: DecisionRefusal, sentence: string): ClosedQuestion {
  return { ok: false, why, sentence };
}
