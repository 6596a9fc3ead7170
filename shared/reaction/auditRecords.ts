import { hash } from 'node:crypto';
import type { AuditKind, AuditRecord } from '../audit/types.ts';
import type { Explanation } from '../failover/types.ts';
import type { Evidence, Incident } from '../outage/types.ts';

/**
 * What was seen, judged and decided, when it is not what was recorded last. One record each: the observation used, the verdict, the gates
 * and the decision. Ids follow from the content, so that a crash before the incident is stored records nothing twice.
 */
export function auditRecords(before: Incident | undefined, after: Incident, nowMs: number): AuditRecord[] {
  const { explanation, verdict } = after;
  const told = gist(after);
  if (before !== undefined && gist(before) === told) return [];
  const content = hash('sha256', JSON.stringify([told, verdict.sentence, explanation?.sentence, nowMs]), 'hex').slice(
    0,
    16,
  );
  // Here and below in the order of the alphabet, in which they are hashed: then nothing has to be sorted.
  const record = (kind: AuditKind, sentence: string, details: Record<string, unknown>): AuditRecord => ({
    atMs: nowMs,
    details,
    id: `${after.id}/${kind}/${content}`,
    kind,
    sentence,
    subject: after.id,
  });
  const observed = record('observation', observedSentence(verdict.evidenceFor), {
    against: verdict.evidenceAgainst.map(brief),
    for: verdict.evidenceFor.map(brief),
    missing: verdict.missing,
  });
  const judged = record('verdict', verdict.sentence, {
    agreedSinceMs: verdict.agreedSinceMs,
    confirmed: verdict.confirmed,
    name: verdict.name,
    onsetMs: verdict.onsetMs,
    phase: after.phase,
  });
  if (explanation === null) return [observed, judged];
  return [observed, judged, ...decisionRecords(explanation, record)];
}

function decisionRecords(
  { gates, plan, mode, decision, sentence }: Explanation,
  record: (kind: AuditKind, sentence: string, details: Record<string, unknown>) => AuditRecord,
): AuditRecord[] {
  const closed = gates.filter(({ open }) => !open).map(({ gate }) => gate);
  const gateSentence = closed.length === 0 ? 'Every gate is open.' : `Closed: ${closed.join(', ')}.`;
  return [
    record('gate', gateSentence, { gates }),
    record('decision', sentence, {
      decision,
      fingerprint: plan?.fingerprint ?? null,
      lossBoundMs: plan?.lossBoundMs ?? null,
      mode,
    }),
  ];
}

function observedSentence(evidence: readonly Evidence[]): string {
  return evidence.length === 0 ? 'Nothing speaks for an outage.' : evidence.map(({ sentence }) => sentence).join(' ');
}

/** Sentences are made for people and hold no secret; ids lead to the rows. */
function brief({ id, source, vote, path, sinceMs, atMs, sentence }: Evidence) {
  return { atMs, id, path, sentence, sinceMs, source, vote };
}

/** Whoever stores an incident asks twice: whether it is worth it, and what to record. Incidents are never changed in place. */
const GISTS = new WeakMap<Incident, string>();

/** What makes two states of an incident tell the same: not the passing of time. */
export function gist(incident: Incident): string {
  const known = GISTS.get(incident);
  if (known !== undefined) return known;
  const text = gistOf(incident);
  GISTS.set(incident, text);
  return text;
}

function gistOf({ phase, verdict, explanation, operationId, approval, rejection }: Incident): string {
  const ids = (evidence: readonly Evidence[]) => evidence.map(({ id }) => id).sort();
  return JSON.stringify([
    phase,
    verdict.name,
    verdict.confirmed,
    ids(verdict.evidenceFor),
    ids(verdict.evidenceAgainst),
    explanation?.decision ?? null,
    explanation?.plan?.fingerprint ?? null,
    explanation?.gates.filter(({ open }) => !open).map(({ gate }) => gate) ?? null,
    operationId,
    approval?.tokenId ?? null,
    approval?.state ?? null,
    rejection?.fingerprint ?? null,
  ]);
}
