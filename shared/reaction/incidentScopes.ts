import { scopeKey } from '../outage/evidenceId.ts';
import type { JudgeInput } from '../outage/hear.ts';
import type { GroupVerdict } from '../outage/judgeGroup.ts';
import type { Evidence, Incident, Verdict } from '../outage/types.ts';
import { judgeDatabase, judgeRegion } from '../outage/verdict.ts';

export interface IncidentScopes {
  /** Each has an incident, or begins one. */
  verdicts: Verdict[];
  /** Open incidents about single databases that are part of a region's outage now: they end with it being told. */
  covered: Incident[];
}

/**
 * What the incidents of a group are about. A region is one where Azure or its databases say so and a database of the group itself is touched:
 * what happens elsewhere in a region is not this group's outage. A database has an incident of its own only while no region's covers it.
 * What was once open is judged until it is over, also when its databases have moved away.
 */
export function incidentScopes(
  judged: GroupVerdict | undefined,
  open: readonly Incident[],
  input: JudgeInput,
): IncidentScopes {
  const openKeys = new Set(open.map(({ scope }) => scopeKey(scope)));
  const isOpen = ({ scope }: Verdict) => openKeys.has(scopeKey(scope));
  const known = [...(judged?.regions ?? []), ...(judged?.databases ?? [])];
  const keys = new Set(known.map(({ scope }) => scopeKey(scope)));
  const elsewhere = open.filter(({ scope }) => !keys.has(scopeKey(scope))).map(({ scope }) => judge(scope, input));
  const all = [...known, ...elsewhere];
  const databases = all.filter(({ scope }) => scope.kind === 'database');
  const touched = new Set(databases.filter(isSuspected).map(({ scope }) => scope.region));
  const regions = all.filter(
    (verdict) => verdict.scope.kind === 'region' && (isOpen(verdict) || begins(verdict, touched)),
  );
  const covering = new Set(regions.filter(suspects).map(({ scope }) => scope.region));
  const single = databases.filter(
    (verdict) => !covering.has(verdict.scope.region) && (isOpen(verdict) || isSuspected(verdict)),
  );
  return {
    verdicts: [...regions, ...single],
    covered: open.filter(({ scope }) => scope.kind === 'database' && covering.has(scope.region)),
  };
}

function judge(scope: Evidence['scope'], input: JudgeInput): Verdict {
  return scope.kind === 'region' ? judgeRegion(scope.region, input) : judgeDatabase(scope, input);
}

function begins({ scope, name, evidenceFor }: Verdict, touched: ReadonlySet<string>): boolean {
  return touched.has(scope.region) && (name === 'regionDown' || evidenceFor.some((one) => one.scope.kind === 'region'));
}

function suspects({ evidenceFor, name }: Verdict): boolean {
  return evidenceFor.length > 0 && name !== 'healthy';
}

/** Somebody speaks against this very database. */
function isSuspected({ evidenceFor }: Verdict): boolean {
  return evidenceFor.some(({ scope }) => scope.kind === 'database');
}
