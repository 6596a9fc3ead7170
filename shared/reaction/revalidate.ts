import { decide } from '../failover/decide.ts';
import type { Choice, DecisionInput, Explanation, RecoveryGroup } from '../failover/types.ts';
import type { OperationPorts, Revalidation } from '../operations/ports.ts';
import type { Operation, OperationStep } from '../operations/types.ts';
import type { JudgeInput } from '../outage/hear.ts';
import { judgeGroup } from '../outage/judgeGroup.ts';
import type { Verdict } from '../outage/types.ts';
import { judgeDatabase, judgeRegion } from '../outage/verdict.ts';
import { databaseKey } from '../topology/linkKey.ts';
import type { ReplicationLink } from '../topology/types.ts';
import { budgetLeft } from './budgetLeft.ts';
import { collectFacts } from './collectFacts.ts';
import { decisionInput, readPaused } from './decisionInput.ts';
import { type GroupView, viewOf } from './groupView.ts';
import type { ReactionPorts } from './ports.ts';
import { recentOperations } from './recentOperations.ts';
import type { ReactionSettings } from './types.ts';

/**
 * The failover room's judgement, made anew under the fence, for one database of an operation: the same rules, on what is known now. The
 * authority is on record, so a person's approval stands for the policy and up to the ceiling that was shown; the owner's policy has to be
 * what it was. Reads only.
 */
export function makeRevalidate(
  ports: ReactionPorts,
  settings: ReactionSettings,
  now: () => number,
): OperationPorts['revalidate'] {
  return async (operation, step, candidate, noted) => {
    const link = step.choice.candidate;
    const group = settings.groups.find(({ name }) => name === operation.group);
    if (link === null) return noLonger('It has no candidate.');
    if (group === undefined) return noLonger(`The configuration has no group ${operation.group} any more.`);
    const [topology, sight, evidence, open, recent] = await Promise.all([
      ports.topology(),
      ports.sight(),
      ports.evidence.load(),
      ports.operations.open(),
      recentOperations(ports.operations, settings.groups, [], now()),
    ]);
    if (topology === undefined) return { kind: 'wait', sentence: 'The topology is not known.' };
    const view = narrowed(viewOf(underAuthority(group, operation, step), settings.groups, topology), step, link);
    const judging = { evidence, sight, rules: view.rules, nowMs: now() };
    const verdict = verdictFor(operation, link, judging);
    const facts = await collectFacts(view, verdict, topology, ports, {
      ask: true,
      answered: { link, answer: candidate },
    });
    const known = {
      evidence,
      operations: [...open, ...recent],
      facts,
      paused: await readPaused(ports, now()),
      // Held: this is asked by whoever holds it.
      fenceAvailable: true,
    };
    const input = decisionInput(view, verdict, known, undefined, settings, now(), operation.id);
    const explanation = decide(input, settings.limits === undefined ? {} : { limits: settings.limits });
    const answer = answerOf(explanation, input, link);
    if (isBeyondApproval(operation, step, answer)) return { kind: 'ask', sentence: BEYOND_APPROVAL };
    if (answer.kind !== 'stillValid' || answer.mode === 'planned') return answer;
    const self = { selfId: operation.id, nowMs: now() };
    const others = budgetLeft(group.dailyBudget, known.operations, noted, self);
    return others < 0 ? { kind: 'wait', sentence: OTHERS_FIRST } : { ...answer, others };
  };
}

/**
 * That of the database itself or its region; where they are not down, that of the group as the operation found it. A database whose primary
 * answers moves with its group, by plan; only where the verdict speaks of its own primary may it be forced, and the plan sees to that.
 */
function verdictFor({ steps }: Operation, { primary }: ReplicationLink, judging: JudgeInput): Verdict {
  const own = worse(judgeRegion(primary.region, judging), judgeDatabase(primary, judging));
  if (own.confirmed) return own;
  const primaries = steps.flatMap(({ choice }) => (choice.candidate === null ? [] : [choice.candidate.primary]));
  const group = judgeGroup(primaries, judging)?.verdict;
  return group?.confirmed === true ? group : own;
}

/** A region that is down says more than one of its databases, and is confirmed in another way. */
function worse(region: Verdict, database: Verdict): Verdict {
  return region.name === 'regionDown' || database.evidenceFor.length === 0 ? region : database;
}

const OTHERS_FIRST =
  'Other operations are about to make their calls, and the daily budget is not enough for this one beside them.';

const BEYOND_APPROVAL =
  'It was approved as planned, without loss, and its primary does not answer any more: a person who allows a loss decides.';

/** Each database's mode is part of what was approved: the loss that was shown is that of the others. */
function isBeyondApproval({ authority, plan }: Operation, step: OperationStep, answer: Revalidation): boolean {
  const isForced = answer.kind === 'stillValid' && answer.mode === 'forced';
  const approved = step.choice.mode ?? plan.mode;
  return isForced && authority.kind === 'approval' && approved === 'planned' && step.operatorAllowsMs === undefined;
}

/** Who approved has decided on mode and loss: the ceiling that was shown, or more where an operator has seen more since. */
function underAuthority(group: RecoveryGroup, { authority, plan }: Operation, step: OperationStep): RecoveryGroup {
  const allowed = [
    authority.kind === 'approval' ? (plan.lossCeilingMs ?? null) : group.maxLossMs,
    step.operatorAllowsMs,
  ];
  const maxLossMs = Math.max(...allowed.map((each) => each ?? 0));
  // An owner who withdrew the group's leave to act meanwhile has the last word.
  const isApproved = authority.kind === 'approval' && group.mode !== 'notify';
  return isApproved ? { ...group, mode: 'automatic', maxLossMs } : { ...group, maxLossMs };
}

/** One database by itself: the others of the group have steps of their own, and may have moved already. */
function narrowed(view: GroupView, { choice }: OperationStep, link: ReplicationLink): GroupView {
  const key = databaseKey(choice.database);
  const links = view.links.filter(({ primary }) => databaseKey(primary) === key);
  return {
    ...view,
    members: [{ ...choice.database, region: link.primary.region }],
    contested: view.contested.filter((one) => databaseKey(one) === key),
    links: links.some(({ linkKey }) => linkKey === link.linkKey) ? links : [...links, link],
  };
}

function answerOf(
  { decision, sentence, plan }: Explanation,
  input: DecisionInput,
  link: ReplicationLink,
): Revalidation {
  const choice = plan?.choices.find(({ candidate }) => candidate !== null);
  if (decision === 'act' && plan !== null && choice !== undefined)
    return stillValid(choice, plan.mode, input, sentence);
  // A switch that was thrown holds up what was begun; it does not undo it.
  if (input.paused !== null) return { kind: 'wait', sentence };
  if (decision === 'ask') return { kind: 'ask', sentence };
  if (decision === 'wait') return waits(input, link) ? { kind: 'wait', sentence } : noLonger(sentence);
  return noLonger(sentence);
}

function stillValid(
  choice: Choice,
  planMode: 'planned' | 'forced',
  input: DecisionInput,
  sentence: string,
): Revalidation {
  return {
    kind: 'stillValid',
    linkKey: choice.candidate?.linkKey ?? '',
    mode: choice.mode ?? planMode,
    allowanceMs: input.group.maxLossMs,
    sentence,
  };
}

/** While something still speaks for the outage it may be confirmed again in a moment; an outage that is over is not waited for. */
function waits({ verdict, primariesAnswering }: DecisionInput, { primary }: ReplicationLink): boolean {
  const isBack = primariesAnswering.some((one) => databaseKey(one) === databaseKey(primary));
  return verdict.name !== 'healthy' && !isBack;
}

function noLonger(sentence: string): Revalidation {
  return { kind: 'noLongerValid', sentence };
}
