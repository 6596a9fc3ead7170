/** Who allowed it, and whether it was allowed at that moment. */
import type { Send, Start, Story } from '../story.ts';
import { sayCall } from './calls.ts';
import { type Complaint, firstOf } from './violation.ts';

/** Two clocks may be apart by so much, and a look takes a moment. */
export const SLACK_MS = 2_500;
/** Between reading the switch and the call. */
const SWITCH_MS = 100;

/** The tables in which a deployment keeps what it knows. */
export function tablesOf({ plan }: Story, deployment: string): string {
  return plan.deployments === 'sharedTables' ? 'ab' : deployment;
}

/** A policy or a person: by what the configuration says and what the person did, not by what the product wrote of it. */
export function authorityIsOnRecord(story: Story): Complaint {
  const { mode } = story.plan;
  return firstOf(story.sends, (send) => {
    const { operation } = send;
    if (operation === undefined) return `${sayCall(send)} was made without a stored operation`;
    if (mode === 'notify') return `${sayCall(send)} was made although the group only tells`;
    if (operation.authority.kind === 'policy')
      return mode === 'automatic' ? undefined : `${sayCall(send)} was made by policy, and the policy is to ask`;
    const { fingerprint } = operation.authority;
    if (fingerprint !== operation.plan.fingerprint)
      return `${sayCall(send)} carries out another plan than was approved`;
    return approvalOf(story, send) === undefined ? `${sayCall(send)} claims an approval that nobody gave` : undefined;
  });
}

/** Above the allowance only with a person who has seen the number. */
export function aForcedLossIsAllowed(story: Story): Complaint {
  return firstOf(story.sends, (send) => {
    if (send.mode !== 'forced') return undefined;
    const { statedLossMs: stated, operation } = send;
    if (typeof stated !== 'number') return `${sayCall(send)} was forced without a stated loss`;
    const seen = story.allowances.filter(
      (each) =>
        each.operationId === operation?.id &&
        each.deployments === tablesOf(story, send.deployment) &&
        each.atMs <= send.atMs,
    );
    const ceilingMs = operation?.authority.kind === 'approval' ? approvalOf(story, send)?.ceilingMs : undefined;
    const allowed = Math.max(story.plan.maxLossMs, ceilingMs ?? 0, ...seen.map(({ upToMs }) => upToMs));
    return stated <= allowed ? undefined : `${sayCall(send)} was forced with ${stated} ms, allowed were ${allowed}`;
  });
}

function approvalOf(story: Story, { operation, atMs, deployment }: Send): Story['approvals'][number] | undefined {
  return story.approvals.find(
    (each) =>
      each.deployments === tablesOf(story, deployment) &&
      each.incidentId === operation?.incidentId &&
      each.fingerprint === operation.plan.fingerprint &&
      each.inTime &&
      each.atMs <= atMs,
  );
}

export function aPauseIsObeyed({ sends }: Story): Complaint {
  return firstOf(sends, (send) =>
    send.pausedSinceMs === undefined || send.atMs - send.pausedSinceMs < SWITCH_MS
      ? undefined
      : `${sayCall(send)} was made while paused since ${send.pausedSinceMs}`,
  );
}

/**
 * Nobody acts who reached nobody at the last look: neither when it begins nor when it is judged again. While an effect in between was slow
 * others may have looked: what was read before it is what was acted on.
 */
export function neverWhileIsolated(story: Story): Complaint {
  const moments = [
    ...story.starts.map(({ atMs, deployment }) => ({ atMs, deployment })),
    ...story.sends.map(({ judgedAtMs, atMs, deployment }) => ({ atMs: judgedAtMs ?? atMs, deployment })),
  ];
  const backMs = SLACK_MS + slowestMs(story);
  return firstOf(moments, ({ atMs, deployment }) => {
    const tables = tablesOf(story, deployment);
    const looks = story.looks.filter((each) => each.deployments === tables && each.atMs < atMs + SLACK_MS);
    const last = looks.findLast((each) => each.atMs <= atMs - backMs);
    const later = looks.filter((each) => each.atMs > atMs - backMs);
    if (last === undefined || last.reached > 0 || later.some(({ reached }) => reached > 0)) return undefined;
    return `${deployment} acted at ${atMs} and reached nobody since ${last.atMs}`;
  });
}

function slowestMs({ plan }: Story): number {
  return Math.max(0, ...plan.faults.filter(({ strikes }) => strikes === 'slow').map(({ slowMs }) => slowMs));
}

/** After a role change of the group that this deployment made, no operation of it begins before the cooldown has passed. */
export function neverInACooldown(story: Story): Complaint {
  return firstOf(story.starts, (start) => {
    const before = changesOf(story, start).filter(({ atMs }) => atMs < start.atMs - SLACK_MS);
    const last = Math.max(...before.map(({ atMs }) => atMs));
    if (start.atMs - last >= story.plan.cooldownMs - SLACK_MS) return undefined;
    return `${start.operation.id} began at ${start.atMs}, the last role change was at ${last}`;
  });
}

function changesOf(story: Story, { deployment, operation }: Start): Story['changes'] {
  const tables = tablesOf(story, deployment);
  const sends = story.sends.filter(
    (send) =>
      tablesOf(story, send.deployment) === tables &&
      send.operation?.group === operation.group &&
      send.operation.id !== operation.id,
  );
  return story.changes.filter(({ database, server, atMs }) =>
    sends.some((send) => send.database === database && send.server === server && send.atMs <= atMs),
  );
}

export function neverOverBudget(story: Story): Complaint {
  const forced = story.sends.filter(({ mode }) => mode === 'forced');
  const byTables = Map.groupBy(forced, ({ deployment }) => tablesOf(story, deployment));
  return firstOf(byTables, ([tables, sends]) => {
    const operations = new Set(sends.map(({ operation }) => operation?.id));
    return operations.size <= story.plan.dailyBudget
      ? undefined
      : `${tables} forced in ${operations.size} operations, the budget is ${story.plan.dailyBudget}`;
  });
}
