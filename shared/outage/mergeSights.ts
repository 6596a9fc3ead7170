import type { SweepSight } from './types.ts';

/**
 * What the sweeps of all shards saw, as one. Pure.
 * It is complete only when each of them is, and as old as the oldest of them: a shard that is silent must not let the others' word stand for
 * it. So isolation needs every shard to have reached nobody, and a lone shard that reaches nobody is not taken for it.
 * We see again since the first of them does: while one of them never was blind, we were not isolated.
 * @param sights of every shard that has anything to look at; undefined where it has not looked yet
 */
export function mergeSights(sights: ReadonlyArray<SweepSight | undefined>): SweepSight | undefined {
  const known = sights.filter((sight) => sight !== undefined);
  if (known.length === 0) return undefined;
  const sinceMs = known.flatMap(({ seeingSinceMs }) => seeingSinceMs ?? []);
  return {
    complete: known.length === sights.length && known.every(({ complete }) => complete),
    atMs: Math.min(...known.map(({ atMs }) => atMs)),
    ...(sinceMs.length < known.length ? {} : { seeingSinceMs: Math.min(...sinceMs) }),
    regions: summed(known),
  };
}

function summed(sights: readonly SweepSight[]): SweepSight['regions'] {
  const sums = new Map<string, SweepSight['regions'][number]>();
  for (const { region, tried, reached, ownTrouble } of sights.flatMap(({ regions }) => regions)) {
    const sum = sums.get(region) ?? { region, tried: 0, reached: 0, ownTrouble: 0 };
    sums.set(region, {
      region,
      tried: sum.tried + tried,
      reached: sum.reached + reached,
      ownTrouble: sum.ownTrouble + ownTrouble,
    });
  }
  return [...sums.values()].sort((one, other) => (one.region < other.region ? -1 : 1));
}
