import { explain } from '../failover/explain.ts';
import type { Choice, Explanation, LossBound, Plan } from '../failover/types.ts';
import type { Incident } from '../outage/types.ts';
import { databaseKey } from '../topology/linkKey.ts';
import type { ChoiceView, DecisionView, ExplainView, LossView, PlanView } from './explanationTypes.ts';
import { ageSeconds, iso, isoOrNull, secondsOrNull } from './time.ts';

export function toDecisionView({ atMs, mode, decision, sentence }: Explanation): DecisionView {
  return { at: iso(atMs), mode, decision, sentence };
}

export function toPlanView(plan: Plan, nowMs: number): PlanView {
  return {
    fingerprint: plan.fingerprint,
    group: plan.group,
    made: iso(plan.madeAtMs),
    ageSeconds: ageSeconds(plan.madeAtMs, nowMs),
    mode: plan.mode,
    lossBoundSeconds: secondsOrNull(plan.lossBoundMs),
    lossCeilingSeconds: secondsOrNull(plan.lossCeilingMs ?? null),
    choices: plan.choices.map((choice) => toChoiceView(choice, plan.mode, nowMs)),
  };
}

export function toChoiceView(choice: Choice, mode: Plan['mode'], nowMs: number): ChoiceView {
  const { candidate } = choice;
  return {
    database: databaseKey(choice.database),
    candidate:
      candidate === null
        ? null
        : {
            linkKey: candidate.linkKey,
            server: candidate.secondary.server,
            database: candidate.secondary.database,
            region: candidate.secondary.region,
          },
    mode: choice.mode ?? mode,
    sentence: choice.sentence,
    loss: toLossView(choice.loss, nowMs),
    refused: choice.refused,
  };
}

function toLossView(loss: LossBound, nowMs: number): LossView {
  return {
    boundSeconds: secondsOrNull(loss.boundMs),
    hardenedThrough: isoOrNull(loss.hardenedThroughMs),
    from: loss.from,
    ageSeconds: loss.hardenedThroughMs === null ? null : ageSeconds(loss.hardenedThroughMs, nowMs),
    sentence: loss.sentence,
  };
}

/** Why it did, or did not, act: as sentences, and gate by gate. Before the first decision the verdict says why there is none. */
export function toExplainView(incident: Incident, nowMs: number): ExplainView {
  const { id, group, explanation, verdict } = incident;
  const gates = explanation?.gates ?? [];
  return {
    id,
    now: iso(nowMs),
    group,
    decided: explanation === null ? null : toDecisionView(explanation),
    sentences: explanation === null ? [`Nothing was decided yet. ${verdict.sentence}`] : explain(explanation),
    gates,
    closedGates: gates.filter(({ open }) => !open).map(({ gate }) => gate),
    plan: explanation?.plan ? toPlanView(explanation.plan, nowMs) : null,
  };
}
