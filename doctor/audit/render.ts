import type { AuditVerdict } from '../../shared/audit/types.ts';

/** `unknown`: the chain could not be read, so nobody can say. */
export type AuditFinding = AuditVerdict | { intact: null; sentence: string };

export function renderFinding(finding: AuditFinding): string {
  if (finding.intact === null) return `The audit chain could not be verified. ${finding.sentence}`;
  if (!finding.intact) return `The audit chain is damaged at entry ${finding.brokenAt}. ${finding.sentence}`;
  if (finding.entries === 0)
    return 'The audit chain is empty. Where entries are expected, check that this is the account of the app.';
  const end = `${finding.entries - 1}:${finding.lastHash}`;
  return `The audit chain is intact: ${finding.entries} ${finding.entries === 1 ? 'entry' : 'entries'}. Its end, to be noted elsewhere: --anchor ${end}`;
}

export function exitStatusOf({ intact }: AuditFinding): number {
  if (intact === null) return 2;
  return intact ? 0 : 1;
}
