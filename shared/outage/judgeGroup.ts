import { regionName } from '../topology/regionName.ts';
import type { DatabaseRef } from '../topology/types.ts';
import { scopeKey } from './evidenceId.ts';
import type { JudgeInput } from './hear.ts';
import type { Verdict, VerdictName } from './types.ts';
import { judgeDatabase, judgeRegion } from './verdict.ts';

export interface GroupVerdict {
  /** What a decision about the group is made on. */
  verdict: Verdict;
  /** One for each region and database of the group, in this order: each is the verdict of its own incident. */
  regions: Verdict[];
  databases: Verdict[];
}

const RANK: Readonly<Record<VerdictName, number>> = {
  isolated: 5,
  regionDown: 4,
  down: 3,
  suspect: 2,
  undecided: 1,
  healthy: 0,
};

/**
 * The verdict on a recovery group: the worst of its primaries' regions and databases. A region that is down counts for the group only where
 * something also speaks against a database of the group itself: a group whose databases answer is not moved for its neighbours.
 */
export function judgeGroup(
  primaries: ReadonlyArray<DatabaseRef & { region: string }>,
  input: JudgeInput,
): GroupVerdict | undefined {
  const names = [...new Set(primaries.map(({ region }) => regionName(region)))].sort();
  const regions = names.map((region) => judgeRegion(region, input));
  const databases = primaries.map((database) => judgeDatabase(database, input));
  const touched = new Set(databases.filter(suspectedByItself).map(({ scope }) => scope.region));
  const counted = [
    ...regions.filter(({ scope, name }) => name === 'regionDown' && touched.has(scope.region)),
    ...databases,
  ];
  const [worst] = counted.sort(
    (one, other) =>
      RANK[other.name] - RANK[one.name] ||
      onsetOf(one) - onsetOf(other) ||
      (scopeKey(one.scope) < scopeKey(other.scope) ? -1 : 1),
  );
  return worst === undefined ? undefined : { verdict: worst, regions, databases };
}

function suspectedByItself({ evidenceFor }: Verdict): boolean {
  return evidenceFor.some(({ scope }) => scope.kind === 'database');
}

function onsetOf({ onsetMs }: Verdict): number {
  return onsetMs ?? Number.MAX_SAFE_INTEGER;
}
