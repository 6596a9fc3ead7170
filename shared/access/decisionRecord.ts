import type { AuditRecord } from '../audit/types.ts';
import type { ApprovalRequest } from './types.ts';

/**
 * What the audit keeps of a question that has ended. Made of what is stored with the incident alone: whoever appends it, and however often,
 * its id is the same, and readers fold it. Holds neither the link nor its id.
 */
export function decisionRecord(request: ApprovalRequest, atMs: number): AuditRecord {
  const { incidentId, fingerprint, state, askedAtMs, expiresAtMs, decision, sentence } = request;
  return {
    id: `approval ${incidentId} ${askedAtMs} ${state}`,
    kind: 'operator',
    atMs: decision?.atMs ?? atMs,
    subject: incidentId,
    sentence,
    details: {
      state,
      fingerprint,
      askedAtMs,
      expiresAtMs,
      by: decision?.by ?? null,
      comment: decision?.comment ?? null,
    },
  };
}
