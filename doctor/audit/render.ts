import type { AnchoredVerdict } from '../../shared/audit/verifyAgainstHead.ts';

/** `intact: null`: the chain, or what the anchor points at, could not be read, so nobody can say. */
export type AuditFinding = AnchoredVerdict;

export function renderFinding(finding: AuditFinding): string {
  if (finding.intact === null) return `The audit chain could not be verified. ${finding.sentence}`;
  if (!finding.intact) return `The audit chain is damaged at entry ${finding.brokenAt}. ${finding.sentence}`;
  if (finding.entries === 0)
    return 'The audit chain is empty. Where entries are expected, check that this is the account of the app.';
  const { entries, from = 0, lastHash } = finding;
  const end = `${from + entries - 1}:${lastHash}`;
  const kept = from === 0 ? '' : ` from entry ${from} on; those before it were kept for long enough and removed`;
  return `The audit chain is intact: ${entries} ${entries === 1 ? 'entry' : 'entries'}${kept}. Its end, to be noted elsewhere: --anchor ${end}`;
}

export function exitStatusOf({ intact }: AuditFinding): number {
  if (intact === null) return 2;
  return intact ? 0 : 1;
}
