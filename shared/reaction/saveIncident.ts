import { decisionRecord } from '../access/decisionRecord.ts';
import type { ApprovalRequest } from '../access/types.ts';
import { outboxEntries, type Targets } from '../alerting/outboxEntries.ts';
import { OUTAGE_SHARD } from '../alerting/ports.ts';
import { appendRecords } from '../audit/appendRecords.ts';
import type { AuditRecord } from '../audit/types.ts';
import type { Incident } from '../outage/types.ts';
import type { Versioned } from '../replication/ports.ts';
import { auditRecords } from './auditRecords.ts';
import type { Draft } from './draftIncident.ts';
import { isWorthSaving } from './isWorthSaving.ts';
import type { ReactionPorts } from './ports.ts';

/**
 * Stores an incident and what is told of it in one transaction, after the audit has what it was decided on: nothing is done that is not on
 * record. The queue is told last: a message that is lost there is found in the outbox.
 * @returns false when somebody else stored it meanwhile: they have decided, and we have not
 * @throws what the stores throw
 */
export async function saveIncident(
  ports: Pick<ReactionPorts, 'incidents' | 'audit' | 'queue'>,
  channels: Targets,
  before: Versioned<Incident> | undefined,
  { incident, notices }: Draft,
  nowMs: number,
): Promise<boolean> {
  if (notices.length === 0 && !isWorthSaving(before?.value, incident)) return true;
  const records = [...endedQuestion(before?.value, incident, nowMs), ...auditRecords(before?.value, incident, nowMs)];
  await appendRecords(ports.audit, records);
  const outbox = outboxEntries(notices, channels, OUTAGE_SHARD, nowMs);
  const version = before?.version;
  const row = { value: incident, ...(version === undefined ? {} : { version }) };
  if ((await ports.incidents.save(row, outbox)) === undefined) return false;
  const pointers = outbox.map(({ shard, id }) => ({ shard, id }));
  if (pointers.length > 0) await ports.queue.enqueue(pointers).catch(() => undefined);
  return true;
}

/** Whoever took the decision recorded it, unless the audit did not answer then: readers fold what is recorded twice. */
function endedQuestion(before: Incident | undefined, after: Incident, nowMs: number): AuditRecord[] {
  const isOver = before?.waitingNotice !== undefined && after.waitingNotice?.id !== before.waitingNotice.id;
  return isOver && before.approval !== undefined ? [decisionRecord(endOf(before.approval, after), nowMs)] : [];
}

/** The same question as it ended; a new one may stand in its place. */
function endOf(asked: ApprovalRequest, { approval }: Incident): ApprovalRequest {
  return approval?.tokenId === asked.tokenId ? approval : asked;
}
