import type { Severity } from '../types.ts';

const RANK: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2, critical: 3 };

/** Greater is worse. */
export function severityRank(severity: Severity): number {
  return RANK[severity];
}
