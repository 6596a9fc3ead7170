import { sayAtMost } from '../alerting/spokenTime.ts';
import { rejectionOf } from './approvalFor.ts';
import { answerGates } from './gates.ts';
import type { Judge } from './judgeContext.ts';
import { FAILOVER_LIMITS, type FailoverLimits } from './limits.ts';
import { makePlan } from './plan.ts';
import type { DecisionInput, Explanation, GateAnswer, Plan } from './types.ts';

export interface DecideOptions {
  limits?: FailoverLimits;
  /** Readiness checks, beside the built-in rules about candidates. */
  judges?: readonly Judge[];
}

/** While one of these is closed nothing is wrong yet, or not any more in a moment: the next look may differ. */
const WAITING: ReadonlySet<GateAnswer['gate']> = new Set(['noOperationOpen', 'fenceAvailable']);
/** A person who has seen the plan opens these. */
const ASKABLE: ReadonlySet<GateAnswer['gate']> = new Set(['policyAllows', 'lossWithinAllowance']);

/**
 * Judged before the first call: what would be done, every gate's answer, and what follows.
 * - `wait`: no confirmed outage, we are isolated, an operation is open, or another deployment holds the fence;
 * - `tell`: the mode is notify; the sentence says what would have been done;
 * - `refuse`: something stands in the way that no approval opens, or a person rejected this plan;
 * - `ask`: all that is missing is a person who has seen the plan;
 * - `act`: every gate is open.
 *
 * Pure: the same input gives the same explanation, in whatever order facts and members come.
 */
export function decide(input: DecisionInput, options: DecideOptions = {}): Explanation {
  const limits = options.limits ?? FAILOVER_LIMITS;
  const plan = makePlan(input, limits, options.judges);
  const gates = answerGates({ input, plan, limits });
  const isNotify = input.group.mode === 'notify';
  const outcome = isNotify ? asNotify(input, plan, limits, gates) : outcomeOf(input, plan, gates);
  return { atMs: input.nowMs, mode: input.group.mode, plan, gates, ...outcome };
}

type Outcome = Pick<Explanation, 'decision' | 'sentence'>;

function outcomeOf(input: DecisionInput, plan: Plan | null, gates: readonly GateAnswer[]): Outcome {
  const closed = gates.filter(({ open }) => !open);
  const early = closed.filter(({ gate }) => gate === 'notIsolated' || gate === 'verdictConfirmed');
  if (early.length > 0) return { decision: 'wait', sentence: `Nothing to decide yet. ${said(early)}` };
  const isRejected = rejectionOf(input, plan) !== null;
  const noNumber = plan?.lossBoundMs == null;
  const barred = closed.filter(
    ({ gate }) =>
      !WAITING.has(gate) && (!ASKABLE.has(gate) || isRejected || (gate === 'lossWithinAllowance' && noNumber)),
  );
  if (barred.length > 0) return { decision: 'refuse', sentence: `It does not fail over. ${said(barred)}` };
  const waiting = closed.filter(({ gate }) => WAITING.has(gate));
  if (waiting.length > 0) return { decision: 'wait', sentence: `It would go on, but waits. ${said(waiting)}` };
  if (closed.length > 0) return { decision: 'ask', sentence: `A person decides. ${said(closed)} ${whatWould(plan)}` };
  return { decision: 'act', sentence: `It fails over. ${whatWould(plan)}` };
}

/** What would have been done in automatic mode: the owner learns whether the product can be trusted before it is allowed anything. */
function asNotify(
  input: DecisionInput,
  plan: Plan | null,
  limits: FailoverLimits,
  gates: readonly GateAnswer[],
): Outcome {
  const automatic = { ...input, group: { ...input.group, mode: 'automatic' as const } };
  const would = outcomeOf(automatic, plan, answerGates({ input: automatic, plan, limits }));
  const isConfirmed = gates.every(({ gate, open }) => gate !== 'verdictConfirmed' || open);
  if (!isConfirmed) return would.decision === 'act' ? { ...would, decision: 'wait' } : would;
  return {
    decision: 'tell',
    sentence: `The mode is notify, so nothing is done. ${IN_AUTOMATIC[would.decision]} ${would.sentence}`,
  };
}

const IN_AUTOMATIC: Record<Explanation['decision'], string> = {
  act: 'In automatic mode it would have acted:',
  ask: 'In automatic mode it would have asked:',
  refuse: 'In automatic mode it would have refused:',
  wait: 'In automatic mode it would have waited:',
  tell: 'In automatic mode it would have told:',
};

function said(gates: readonly GateAnswer[]): string {
  return gates.map(({ sentence }) => sentence).join(' ');
}

function whatWould(plan: Plan | null): string {
  if (plan === null) return 'There is nothing to move.';
  const moves = plan.choices.filter(({ candidate }) => candidate !== null).map(({ sentence }) => sentence);
  const loss =
    plan.lossBoundMs === null
      ? 'The loss is not bounded.'
      : `At most ${sayAtMost(plan.lossBoundMs)} of commits would be lost.`;
  const how = plan.mode === 'planned' ? 'Planned, without loss:' : 'Forced where the primary does not answer:';
  return `${how} ${moves.join(' ')} ${plan.mode === 'planned' ? '' : loss}`.trim();
}
