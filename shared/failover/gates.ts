/** Each gate is a function with a reason on every branch. All must be open before anything is done. Numbers that are none close a gate. */
import { sayAtMost, sayDuration, sayMoment } from '../alerting/spokenTime.ts';
import { databaseKey } from '../topology/linkKey.ts';
import { approvalOf, rejectionOf } from './approvalFor.ts';
import { groupFault } from './groupFault.ts';
import { independentKinds } from './independentKinds.ts';
import type { FailoverLimits } from './limits.ts';
import type { DecisionInput, GateAnswer, Plan } from './types.ts';

export interface GateContext {
  input: DecisionInput;
  plan: Plan | null;
  limits: FailoverLimits;
}

type Gate = (context: GateContext) => GateAnswer;

const configurationValid: Gate = ({ input }) => {
  const fault = groupFault(input.group);
  if (fault !== undefined) return closed('configurationValid', fault);
  const contested = (input.contested ?? []).map(databaseKey);
  if (contested.length > 0) {
    return closed(
      'configurationValid',
      `Expected each database in one group; another group claims ${contested.join(', ')} too.`,
    );
  }
  return open('configurationValid', 'The group is configured soundly.');
};

const notPaused: Gate = ({ input: { paused } }) =>
  paused === null
    ? open('notPaused', 'Automation is not paused.')
    : closed('notPaused', `Automation is paused by ${paused.byWhom} since ${sayMoment(paused.sinceMs)}.`);

const notIsolated: Gate = ({ input: { verdict } }) =>
  verdict.name === 'isolated'
    ? closed(
        'notIsolated',
        `Expected to see healthy regions; everything fails at once, so we are the isolated one. ${verdict.sentence}`,
      )
    : open('notIsolated', 'We are not the isolated one.');

const verdictConfirmed: Gate = ({ input: { verdict, group, candidates, nowMs } }) => {
  const shut = (sentence: string) => closed('verdictConfirmed', sentence);
  if (verdict.name !== 'down' && verdict.name !== 'regionDown') {
    return shut(`Expected the verdict down or region down; it is ${verdict.name}. ${verdict.sentence}`);
  }
  const guardedRegions = candidates.flatMap(({ link }) => [link.primary.region, link.secondary.region]);
  const kinds = independentKinds(verdict.evidenceFor, { minKinds: group.minKinds, guardedRegions }, nowMs);
  if (!kinds.suffice) {
    const seen = kinds.names.length === 0 ? 'there is none' : `there is ${kinds.names.join(', ')}`;
    return shut(
      `Expected ${Math.max(2, group.minKinds)} independent kinds of evidence, one of which looked for itself; ${seen}.`,
    );
  }
  const agreedMs = verdict.agreedSinceMs === null ? Number.NaN : nowMs - verdict.agreedSinceMs;
  if (!(agreedMs >= group.confirmForMs)) {
    const seen = Number.isNaN(agreedMs) ? 'it does not agree' : `it agrees for ${sayDuration(agreedMs)}`;
    return shut(`Expected evidence that agrees for ${sayDuration(group.confirmForMs)}; ${seen}.`);
  }
  if (verdict.onsetMs === null) return shut('Expected to know when the outage began; it is not known.');
  if (!verdict.confirmed) return shut(`Expected a confirmed verdict; it is not. ${verdict.missing.join(' ')}`.trim());
  return open(
    'verdictConfirmed',
    `${verdict.sentence} It holds for ${sayDuration(agreedMs)}, by ${kinds.names.join(', ')}.`,
  );
};

const policyAllows: Gate = ({ input, plan, limits }) => {
  const { group } = input;
  if (group.mode === 'notify')
    return closed('policyAllows', `The mode of ${group.name} is notify: it tells and never acts.`);
  const rejection = rejectionOf(input, plan);
  if (rejection) return closed('policyAllows', `${rejection.by} rejected this plan: ${rejection.comment}`);
  const approval = approvalOf(input, plan, limits);
  if (approval.given) return open('policyAllows', approval.sentence);
  if (group.mode === 'automatic') return open('policyAllows', `The mode of ${group.name} is automatic.`);
  return closed('policyAllows', `The mode of ${group.name} is approve; ${approval.sentence}`);
};

const everyDatabaseHasACandidate: Gate = ({ input: { group }, plan }) => {
  const gate = 'everyDatabaseHasACandidate';
  if (plan === null) return closed(gate, `Expected databases in the group ${group.name}; it has none.`);
  const without = plan.choices
    .filter(({ candidate }) => candidate === null)
    .map(({ database }) => databaseKey(database));
  const count = plan.choices.length;
  if (without.length === 0) return open(gate, `Each of the ${count} databases has a candidate.`);
  if (without.length === count) return closed(gate, `None of the ${count} databases has a candidate.`);
  if (group.partial === 'moveWhatCan') {
    return open(gate, `${without.join(', ')} cannot move and stays; the group moves what can.`);
  }
  return closed(
    gate,
    `Expected a candidate for each of the ${count} databases, because the group moves as a whole; ${without.join(', ')} has none.`,
  );
};

const lossWithinAllowance: Gate = ({ input, plan, limits }) => {
  const gate = 'lossWithinAllowance';
  if (plan?.mode === 'planned') return open(gate, 'A planned failover loses nothing: it waits for the secondary.');
  const boundMs = plan?.lossBoundMs ?? null;
  if (boundMs === null || !Number.isFinite(boundMs)) {
    return closed(
      gate,
      'Expected an upper bound of the loss; nothing bounds it. No approval covers what has no number.',
    );
  }
  const { maxLossMs } = input.group;
  if (boundMs <= maxLossMs)
    return open(gate, `At most ${sayAtMost(boundMs)} would be lost; ${sayDuration(maxLossMs)} is allowed.`);
  const approval = approvalOf(input, plan, limits);
  if (approval.given) return open(gate, `At most ${sayAtMost(boundMs)} would be lost. ${approval.sentence}`);
  return closed(
    gate,
    `Expected a loss of at most ${sayDuration(maxLossMs)}; up to ${sayAtMost(boundMs)} would be lost, and ${approval.sentence}`,
  );
};

const noCooldown: Gate = ({ input: { lastFailoverEndedMs, group, nowMs } }) => {
  if (lastFailoverEndedMs === null) return open('noCooldown', 'The group has not been failed over before.');
  const agoMs = nowMs - lastFailoverEndedMs;
  return agoMs >= group.cooldownMs
    ? open('noCooldown', `The last failover of the group ended ${sayDuration(agoMs)} ago.`)
    : closed(
        'noCooldown',
        `Expected ${sayDuration(group.cooldownMs)} since the last failover of the group; it ended ${sayDuration(agoMs)} ago.`,
      );
};

const withinBudget: Gate = ({ input: { forcedInLastDay, group }, plan }) => {
  if (plan?.mode === 'planned') return open('withinBudget', 'Nothing is forced, so the budget is not touched.');
  return forcedInLastDay < group.dailyBudget
    ? open('withinBudget', `${forcedInLastDay} of ${group.dailyBudget} forced failovers in 24 hours.`)
    : closed(
        'withinBudget',
        `Expected fewer than ${group.dailyBudget} forced failovers of this deployment in 24 hours; there were ${forcedInLastDay}.`,
      );
};

const noOperationOpen: Gate = ({ input: { openOperationId } }) =>
  openOperationId === null
    ? open('noOperationOpen', 'No operation of the group is open.')
    : closed('noOperationOpen', `Expected no open operation of the group; ${openOperationId} is.`);

const fenceAvailable: Gate = ({ input: { fenceAvailable: available } }) =>
  available
    ? open('fenceAvailable', 'The fence can be had.')
    : closed(
        'fenceAvailable',
        'Expected the fence, so that no other deployment acts at the same time; it cannot be had.',
      );

export const GATES: readonly Gate[] = [
  configurationValid,
  notPaused,
  notIsolated,
  verdictConfirmed,
  policyAllows,
  everyDatabaseHasACandidate,
  lossWithinAllowance,
  noCooldown,
  withinBudget,
  noOperationOpen,
  fenceAvailable,
];

/** Every gate with its answer, always all of them. */
export function answerGates(context: GateContext): GateAnswer[] {
  return GATES.map((gate) => gate(context));
}

function open(gate: GateAnswer['gate'], sentence: string): GateAnswer {
  return { gate, open: true, sentence };
}

function closed(gate: GateAnswer['gate'], sentence: string): GateAnswer {
  return { gate, open: false, sentence };
}
