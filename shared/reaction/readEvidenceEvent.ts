import { EVIDENCE_CHANGED } from '../outage/evidenceChange.ts';
import type { Evidence } from '../outage/types.ts';
import { readEvidence } from './readEvidence.ts';

/** What an event of Event Grid turned out to be. */
export type EventReading =
  | { kind: 'evidence'; evidence: Evidence }
  /** Of somebody else: nothing for us. */
  | { kind: 'other'; type: string }
  /** Expected, seen: for a dead letter. A retry would not mend it. */
  | { kind: 'malformed'; reason: string };

const LONGEST_TYPE = 100;

/**
 * Reads one event, of the CloudEvents 1.0 schema or of Event Grid's own. Pure, never throws. What it carries is checked as strictly as what
 * comes from a stranger, for whoever may publish to the topic is one; only the fields that are known are taken over.
 */
export function readEvidenceEvent(event: unknown, nowMs: number): EventReading {
  const { specversion, type, eventType, data } = fieldsOf(event);
  const name = specversion === undefined ? eventType : type;
  if (typeof name !== 'string' || name === '' || name.length > LONGEST_TYPE) {
    const schemas =
      'an event of the CloudEvents 1.0 schema (specversion, type) or of the Event Grid schema (eventType)';
    return { kind: 'malformed', reason: `Expected ${schemas}, saw neither.` };
  }
  if (specversion !== undefined && specversion !== '1.0') {
    return { kind: 'malformed', reason: 'Expected specversion 1.0 of CloudEvents, saw another one.' };
  }
  if (name !== EVIDENCE_CHANGED) return { kind: 'other', type: name.replace(/[^\w.\-/:]/g, '?') };
  const reading = readEvidence(fieldsOf(data).evidence, nowMs);
  if (reading.ok) return { kind: 'evidence', evidence: reading.evidence };
  return { kind: 'malformed', reason: reading.reason };
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
