/** Of what is on record. */
import { verifyChain } from '../../../../shared/audit/chain.ts';
import type { AuditEntry, AuditKind } from '../../../../shared/audit/types.ts';
import type { Story } from '../story.ts';
import { tablesOf } from './authority.ts';
import { sayCall } from './calls.ts';
import { type Complaint, firstOf } from './violation.ts';

/** Hashing everything again would take as long as the story: the links are looked at in each, the content in one of so many. */
const ONE_IN = 16;

export function theAuditIsIntact({ tables, plan }: Story): Complaint {
  return firstOf(tables, ({ audit, deployments }) => {
    if (plan.schedule % ONE_IN !== 0) return linkFault(audit, deployments);
    const verdict = verifyChain(audit);
    return verdict.intact ? undefined : `${deployments}: ${verdict.sentence}`;
  });
}

function linkFault(audit: readonly AuditEntry[], deployments: string): Complaint {
  const index = audit.findIndex(
    ({ sequence, previousHash }, at) => sequence !== at || (at > 0 && previousHash !== audit[at - 1]?.hash),
  );
  return index < 0 ? undefined : `${deployments}: entry ${index} does not follow the one before it`;
}

/** Every journal entry of a closed operation has reached the audit, and no sequence is missing. */
export function theJournalIsInTheAudit({ tables }: Story): Complaint {
  return firstOf(tables, ({ operations, audit }) => {
    const ids = new Set(audit.map(({ record }) => record.id));
    return firstOf(operations, ({ id, state, journal }) => {
      const gap = journal.findIndex(({ sequence }, at) => sequence !== at);
      if (gap >= 0) return `the journal of ${id} has a gap at ${gap}`;
      if (state !== 'closed') return undefined;
      const missing = journal.find(({ sequence }) => !ids.has(`${id}/${sequence}`));
      return missing === undefined ? undefined : `${id}/${missing.sequence} never reached the audit`;
    });
  });
}

const BEFORE_A_CALL: readonly AuditKind[] = ['observation', 'verdict', 'gate', 'decision'];

/** What was seen, judged and decided before it, the call itself, and what came of it. */
export function everyForcedCallIsOnRecord(story: Story): Complaint {
  return firstOf(story.sends, (send) => {
    const { operation, deployment, mode, atMs } = send;
    if (mode !== 'forced' || operation === undefined) return undefined;
    const tables = story.tables.find(({ deployments }) => deployments === tablesOf(story, deployment));
    const audit = tables?.audit ?? [];
    const kinds = new Set(
      audit.flatMap(({ record }) =>
        record.subject === operation.incidentId && record.atMs <= atMs + 2_000 ? [record.kind] : [],
      ),
    );
    const missing = BEFORE_A_CALL.find((kind) => !kinds.has(kind));
    if (missing !== undefined) return `${sayCall(send)} has no ${missing} on record`;
    const ended = tables?.operations.find(({ id }) => id === operation.id);
    if (ended?.state !== 'closed') return undefined;
    const ofTheOperation = audit
      .filter(({ record }) => record.subject === operation.id)
      .map(({ record }) => record.kind);
    if (!ofTheOperation.includes('call')) return `${sayCall(send)} is not on record`;
    return ofTheOperation.includes('answer') ? undefined : `what came of ${sayCall(send)} is not on record`;
  });
}
