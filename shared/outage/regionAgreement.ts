import { sayDuration } from '../alerting/spokenTime.ts';
import { databaseKey } from '../topology/linkKey.ts';
import { type Agreement, agreementOf } from './agreement.ts';
import { hear, type JudgeInput } from './hear.ts';
import { ownPathsOf } from './independence.ts';
import type { Evidence } from './types.ts';

export interface RegionAgreement extends Agreement {
  /** What would be needed and is not there. */
  missing: string;
  /** Which way it was found, without a full stop. */
  sentence: string;
}

/** So many databases that are each down by themselves make a region, where Azure has not named it. */
const SEVERAL = 2;

/**
 * Since when does the evidence of a region's databases make the region? Every database is judged by what is said of it and of the region.
 * @param about evidence about the region and the databases in it
 */
export function judgeRegionHeard(about: readonly Evidence[], input: JudgeInput): RegionAgreement {
  const ownPaths = ownPathsOf(input.evidence);
  const named = hear(wordOnRegion(about), input, ownPaths).evidenceFor.length > 0;
  const agreements = byDatabase(about)
    .map((evidence) => hear(evidence, input, ownPaths))
    .filter(({ evidenceFor }) => evidenceFor.some(({ scope }) => scope.kind === 'database'))
    .map((heard) => agreementOf(heard.voices, heard.aliveMs, input.rules, input.nowMs));
  const needed = named ? 1 : SEVERAL;
  const agreed = beginnings(agreements);
  const sustained = beginnings(agreements.filter((one) => one.sustained));
  // While enough databases are sustained they say since when; before that those that agree do.
  const counted = sustained.length >= needed ? sustained : agreed;
  const sinceMs = counted[needed - 1] ?? null;
  const lasted = sinceMs === null ? '' : ` for ${sayDuration(input.nowMs - sinceMs)}`;
  return {
    sinceMs,
    sustained: sustained.length >= needed,
    missing: named
      ? 'a look at one of its databases that agrees with Azure'
      : "a second database of the region that is down by itself, or Service Health's word on the region",
    sentence: named
      ? `Service Health says so, and ${count(agreed.length)} agree${lasted}`
      : `${count(agreed.length)} are down by themselves${lasted}`,
  };
}

/** Only Service Health names regions. */
function wordOnRegion(about: readonly Evidence[]): Evidence[] {
  return about.filter(({ scope, source }) => scope.kind === 'region' && source === 'serviceHealth');
}

/** For each database that anything is said of: that, and what is said of the region. */
function byDatabase(about: readonly Evidence[]): Evidence[][] {
  const region = about.filter(({ scope }) => scope.kind === 'region');
  const databases = new Map<string, Evidence[]>();
  for (const evidence of about) {
    if (evidence.scope.kind !== 'database') continue;
    const key = databaseKey(evidence.scope);
    const known = databases.get(key);
    if (known === undefined) databases.set(key, [...region, evidence]);
    else known.push(evidence);
  }
  return [...databases.values()];
}

function beginnings(agreements: readonly Agreement[]): number[] {
  return agreements
    .map(({ sinceMs }) => sinceMs)
    .filter((sinceMs) => sinceMs !== null)
    .sort((one, other) => one - other);
}

function count(databases: number): string {
  return databases === 1 ? 'the look at one of its databases' : `the looks at ${databases} of its databases`;
}
