import type { AuditKind, AuditRecord } from '../audit/types.ts';
import type { Turn } from './turn.ts';
import type { JournalEntry, Operation } from './types.ts';

/**
 * Brings the journal into the audit chain, in order and at least once. An audit that does not answer holds no rescue up: the journal is in
 * the operation's own row, and what is missing follows later. True when nothing is missing.
 */
export async function flushAudit(turn: Turn): Promise<boolean> {
  const { operation } = turn;
  const missing = operation.journal.slice(operation.auditedThrough ?? 0);
  if (missing.length === 0) return true;
  try {
    await turn.ports.audit(missing.map((entry) => recordOf(operation, entry)));
  } catch {
    return false;
  }
  await turn.save({ ...operation, auditedThrough: operation.journal.length });
  return true;
}

function recordOf(operation: Operation, entry: JournalEntry): AuditRecord {
  const step = entry.step === null ? undefined : operation.steps[entry.step];
  // Here and below in the order of the alphabet, in which they are hashed: then nothing has to be sorted.
  const base = { event: entry.event, from: entry.from, step: entry.step, to: entry.to };
  const first = entry.sequence === 0 ? { plan: operation.plan.fingerprint, authority: operation.authority } : {};
  const intent =
    entry.event === 'intentWritten' && step?.intent !== undefined
      ? { intent: step.intent, lossBoundMs: step.lossBoundMs ?? null }
      : {};
  return {
    atMs: entry.atMs,
    details: { ...base, ...first, ...intent },
    id: `${operation.id}/${entry.sequence}`,
    kind: kindOf(entry.event),
    sentence: entry.sentence,
    subject: operation.id,
  };
}

const ANSWERS = new Set([
  'accepted',
  'completed',
  'refusedWait',
  'refusedStop',
  'refusedAsk',
  'answerLost',
  'reportedFailed',
]);

/** The call is recorded with its intent: it is made directly after. Operators' words are theirs. */
function kindOf(event: string): AuditKind {
  if (event === 'intentWritten') return 'call';
  if (ANSWERS.has(event)) return 'answer';
  return event.startsWith('operator') ? 'operator' : 'journal';
}
