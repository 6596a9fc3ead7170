import type { DecisionInput, Explanation, Plan } from '../failover/types.ts';
import type { Operation } from '../operations/types.ts';
import type { Incident } from '../outage/types.ts';

/**
 * The operation that carries out a plan: one step for each database that moves. Its authority is on record before anything runs: the
 * person who approved exactly this plan, else the owner's policy.
 */
export function makeOperation(
  id: string,
  incident: Pick<Incident, 'id'>,
  plan: Plan,
  { group, approval }: Pick<DecisionInput, 'group' | 'approval'>,
  nowMs: number,
): Operation {
  const isApproved = approval !== null && approval.fingerprint === plan.fingerprint;
  return {
    id,
    incidentId: incident.id,
    group: group.name,
    plan,
    authority: isApproved
      ? {
          kind: 'approval',
          by: approval.by,
          comment: approval.comment,
          atMs: approval.atMs,
          fingerprint: plan.fingerprint,
        }
      : { kind: 'policy', group: group.name },
    state: 'fencing',
    sinceMs: nowMs,
    partial: group.partial,
    steps: plan.choices
      .filter(({ candidate }) => candidate !== null)
      .map((choice) => ({ choice, state: 'waiting', sinceMs: nowMs, attempts: 0 })),
    journal: [],
  };
}

/** What is started when the decision is to act; undefined for every other one. */
export function planToAct({ decision, plan }: Explanation): Plan | undefined {
  return decision === 'act' && plan !== null ? plan : undefined;
}
