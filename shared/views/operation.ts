import type { Operation, OperationStep } from '../operations/types.ts';
import { databaseKey } from '../topology/linkKey.ts';
import { toChoiceView, toPlanView } from './explanation.ts';
import type {
  AuthorityView,
  OperationSummaryView,
  OperationView,
  StepSummaryView,
  StepView,
} from './operationTypes.ts';
import { ageSeconds, iso, isoOrNull, secondsOrNull } from './time.ts';

export function toOperationSummary(operation: Operation, nowMs: number): OperationSummaryView {
  const { id, incidentId, group, state, sinceMs, abortRequested } = operation;
  return {
    id,
    incidentId,
    group,
    state,
    since: iso(sinceMs),
    sinceSeconds: ageSeconds(sinceMs, nowMs),
    authority: toAuthorityView(operation.authority),
    abortRequested: abortRequested
      ? { by: abortRequested.by, comment: abortRequested.comment, at: iso(abortRequested.atMs) }
      : null,
    steps: operation.steps.map((step) => toStepSummary(step, operation)),
  };
}

/** Everything but the address where Azure is asked for the outcome, which may be signed, and what is for the fence only. */
export function toOperationView(operation: Operation, nowMs: number): OperationView {
  return {
    ...toOperationSummary(operation, nowMs),
    now: iso(nowMs),
    partial: operation.partial ?? 'allOrNothing',
    plan: toPlanView(operation.plan, nowMs),
    steps: operation.steps.map((step) => toStepView(step, operation, nowMs)),
    journal: operation.journal.map(({ atMs, ...entry }) => ({ at: iso(atMs), ...entry })),
  };
}

function toAuthorityView(authority: Operation['authority']): AuthorityView {
  if (authority.kind === 'policy') return { kind: 'policy', group: authority.group };
  const { by, comment, atMs, fingerprint } = authority;
  return { kind: 'approval', by, comment, at: iso(atMs), fingerprint };
}

function toStepSummary(step: OperationStep, { plan }: Operation): StepSummaryView {
  const { choice, lastAnswer } = step;
  return {
    database: databaseKey(choice.database),
    candidate: choice.candidate === null ? null : databaseKey(choice.candidate.secondary),
    mode: step.intent?.mode ?? step.revalidated?.mode ?? choice.mode ?? plan.mode,
    state: step.state,
    since: iso(step.sinceMs),
    lossBoundSeconds: secondsOrNull(step.lossBoundMs ?? null),
    answer: lastAnswer ? { at: iso(lastAnswer.atMs), code: lastAnswer.code, sentence: lastAnswer.sentence } : null,
  };
}

function toStepView(step: OperationStep, operation: Operation, nowMs: number): StepView {
  const { intent, capturedLastCommitMs, capturedAtMs } = step;
  return {
    ...toStepSummary(step, operation),
    choice: toChoiceView(step.choice, operation.plan.mode, nowMs),
    attempts: step.attempts,
    intent: intent ? { at: iso(intent.atMs), mode: intent.mode, deadline: iso(intent.deadlineMs) } : null,
    allowanceSeconds: secondsOrNull(step.revalidated?.allowanceMs ?? null),
    captured:
      capturedLastCommitMs === undefined
        ? null
        : { at: isoOrNull(capturedAtMs ?? null), lastCommit: isoOrNull(capturedLastCommitMs) },
    operatorAllowsSeconds: secondsOrNull(step.operatorAllowsMs ?? null),
  };
}
