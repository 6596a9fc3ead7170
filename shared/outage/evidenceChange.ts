import type { EvidenceChange } from './ports.ts';
import type { Evidence } from './types.ts';

/** The CloudEvents type of a change of evidence; subscriptions filter by it. */
export const EVIDENCE_CHANGED = 'Geowarden.Outage.EvidenceChanged';

/** One report as it is published: telling it twice tells it once. */
export function changeOf(evidence: Evidence): EvidenceChange {
  return { id: `${evidence.id}-${evidence.atMs}-${evidence.vote}`, evidence };
}
