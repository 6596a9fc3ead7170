import { databaseKey } from '../topology/linkKey.ts';
import { regionName } from '../topology/regionName.ts';
import type { DatabaseRef } from '../topology/types.ts';
import { judgeCandidate } from './candidates.ts';
import type { Judge, JudgeContext } from './judgeContext.ts';
import { lossBound } from './lossBound.ts';
import { sizeWarning } from './refusals/tierDiffers.ts';
import type { CandidateFacts, Choice, LossBound, Refusal } from './types.ts';

interface Judged {
  facts: CandidateFacts;
  refusals: Refusal[];
  loss: LossBound;
}

const NOTHING: LossBound = {
  hardenedThroughMs: null,
  boundMs: null,
  from: 'nothing',
  sentence: 'Nothing bounds what would be lost: there is no candidate.',
};

/**
 * The one candidate for a database, and why not each other. The same facts give the same choice, in whatever order they come: the fit
 * one that has hardened most, then by region name, then by `server/database` (rule 7).
 * @param further judges beside the built-in rules: readiness checks
 */
export function choose(
  database: DatabaseRef,
  candidates: readonly CandidateFacts[],
  context: JudgeContext,
  further: readonly Judge[] = [],
): Choice {
  const judged = candidates
    .filter(({ link }) => databaseKey(link.primary) === databaseKey(database))
    .map((facts) => ({
      facts,
      refusals: judgeCandidate(facts, context, further),
      loss: lossBound(facts, { atMs: context.nowMs, onsetMs: context.onsetMs, limits: context.limits }),
    }))
    .sort(preferred);
  const best = judged.find(({ refusals }) => refusals.length === 0);
  const refused = judged
    .filter((one) => one !== best)
    .map(({ facts, refusals }) => ({ linkKey: facts.link.linkKey, refusals: whyNot(refusals, best) }));
  return {
    database: { server: database.server, database: database.database },
    candidate: best?.facts.link ?? null,
    loss: best?.loss ?? NOTHING,
    refused,
    sentence: sentenceOf(database, best, judged.length),
  };
}

function preferred(a: Judged, b: Judged): number {
  const hardened = (b.loss.hardenedThroughMs ?? -Infinity) - (a.loss.hardenedThroughMs ?? -Infinity);
  // Both unknown gives NaN, which is not above or below anything.
  if (hardened > 0 || hardened < 0) return hardened;
  return (
    byCodeUnits(regionName(a.facts.link.secondary.region), regionName(b.facts.link.secondary.region)) ||
    byCodeUnits(databaseKey(a.facts.link.secondary), databaseKey(b.facts.link.secondary))
  );
}

/** A locale must not change a choice. */
function byCodeUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function whyNot(refusals: Refusal[], best: Judged | undefined): Refusal[] {
  if (refusals.length > 0 || best === undefined) return refusals;
  const sentence = `Fit, but ${databaseKey(best.facts.link.secondary)} is preferred: it has hardened as much or more, and then region and name decide.`;
  return [{ rule: 'anotherIsPreferred', sentence }];
}

function sentenceOf(database: DatabaseRef, best: Judged | undefined, count: number): string {
  if (best === undefined) {
    return count === 0
      ? `${databaseKey(database)} has no geo-secondary at all.`
      : `${databaseKey(database)} has no candidate: each of its ${count} geo-secondaries is refused.`;
  }
  const { secondary } = best.facts.link;
  const warning = sizeWarning(best.facts);
  return `${databaseKey(database)} would move to ${databaseKey(secondary)} in ${secondary.region}.${warning === undefined ? '' : ` ${warning}`}`;
}
