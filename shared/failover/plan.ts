import { hash } from 'node:crypto';
import type { Evidence } from '../outage/types.ts';
import { databaseKey } from '../topology/linkKey.ts';
import { regionName } from '../topology/regionName.ts';
import type { DatabaseRef } from '../topology/types.ts';
import { choose } from './choose.ts';
import type { Judge } from './judgeContext.ts';
import type { FailoverLimits } from './limits.ts';
import { lossCeiling } from './lossCeiling.ts';
import type { CandidateFacts, Choice, DecisionInput, Plan, Refusal } from './types.ts';

/**
 * What would be done now: for each member its candidate, planned where its own primary answers, forced only where the verdict speaks of
 * it. Null when the group has no member. The same input gives the same plan, in whatever order facts and members come.
 */
export function makePlan(input: DecisionInput, limits: FailoverLimits, further: readonly Judge[] = []): Plan | null {
  const members = new Map(input.members.map((member) => [databaseKey(member), member]));
  for (const { link } of input.candidates) {
    if (!members.has(databaseKey(link.primary))) members.set(databaseKey(link.primary), link.primary);
  }
  if (members.size === 0) return null;
  const choices = [...members]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, member]) => choiceFor(member, input, limits, further));
  const moving = choices.filter(({ candidate }) => candidate !== null);
  const forced = moving.filter(({ mode }) => mode === 'forced');
  const plan = {
    group: input.group.name,
    madeAtMs: input.nowMs,
    mode: moving.length > 0 && forced.length === 0 ? ('planned' as const) : ('forced' as const),
    choices,
    lossBoundMs: moving.length === 0 ? null : largest(forced),
  };
  const lossCeilingMs = lossCeiling(plan.lossBoundMs);
  return { fingerprint: fingerprintOf({ ...plan, lossCeilingMs }), ...plan, lossCeilingMs };
}

/**
 * SHA-256 of what a person decides on: group, mode, every database with its candidate and its own mode, and the loss ceiling. Sentences,
 * times and the exact bound are not in it: they change while a person reads (see lossCeiling.ts).
 */
export function fingerprintOf(plan: Pick<Plan, 'group' | 'mode' | 'choices' | 'lossCeilingMs'>): string {
  const decidedOn = [
    'geowarden plan 1',
    plan.group,
    plan.mode,
    plan.lossCeilingMs ?? null,
    plan.choices
      .map(({ database, candidate, mode }) => [
        databaseKey(database),
        candidate === null ? null : databaseKey(candidate.secondary),
        mode ?? plan.mode,
      ])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  ];
  return hash('sha256', JSON.stringify(decidedOn), 'hex');
}

function choiceFor(
  member: DatabaseRef,
  input: DecisionInput,
  limits: FailoverLimits,
  further: readonly Judge[],
): Choice {
  const key = databaseKey(member);
  const context = { onsetMs: input.verdict.onsetMs, nowMs: input.nowMs, limits };
  const choice = choose(member, input.candidates, context, further);
  if (input.primariesAnswering.some((primary) => databaseKey(primary) === key)) return { ...choice, mode: 'planned' };
  const ways = input.candidates.filter(({ link }) => databaseKey(link.primary) === key);
  if (ways.every(({ link }) => speaksOf(input.verdict.scope, link.primary))) return { ...choice, mode: 'forced' };
  return withoutEvidence(choice, ways);
}

/** Does the verdict speak of this primary? A region speaks for every database whose primary is there. */
function speaksOf(scope: Evidence['scope'], primary: DatabaseRef & { region: string }): boolean {
  return scope.kind === 'region'
    ? regionName(scope.region) === regionName(primary.region)
    : databaseKey(scope) === databaseKey(primary);
}

function withoutEvidence(choice: Choice, ways: CandidateFacts[]): Choice {
  const name = databaseKey(choice.database);
  const refusal: Refusal = {
    rule: 'outsideVerdict',
    sentence: `Expected evidence that ${name} itself is down, or an answer from it for a planned failover; the verdict does not speak of it, and it does not answer.`,
  };
  const others = new Map(choice.refused.map(({ linkKey, refusals }) => [linkKey, refusals]));
  const refused = ways.map(({ link }) => {
    const known = (others.get(link.linkKey) ?? []).filter(({ rule }) => rule !== 'anotherIsPreferred');
    return { linkKey: link.linkKey, refusals: [refusal, ...known] };
  });
  refused.sort((a, b) => (a.linkKey < b.linkKey ? -1 : 1));
  return {
    ...choice,
    mode: 'forced',
    candidate: null,
    refused,
    sentence: `${name} has no candidate: ${refusal.sentence}`,
  };
}

/** Of those that would be forced; null as soon as one of them has no bound. */
function largest(forced: readonly Choice[]): number | null {
  let bound = 0;
  for (const { loss } of forced) {
    if (loss.boundMs === null || !Number.isFinite(loss.boundMs)) return null;
    bound = Math.max(bound, loss.boundMs);
  }
  return bound;
}
