import type { DecisionInput } from '../failover/types.ts';
import type { Operation } from '../operations/types.ts';
import type { Evidence, Incident, Verdict } from '../outage/types.ts';
import { answeringPrimaries } from './answeringPrimaries.ts';
import type { Facts } from './collectFacts.ts';
import type { GroupView } from './groupView.ts';
import { pastOperations } from './pastOperations.ts';
import type { ReactionPorts } from './ports.ts';
import type { ReactionSettings } from './types.ts';

/** What was read for one evaluation. */
export interface Known {
  evidence: Evidence[];
  /** Open and recent ones, of the whole deployment. */
  operations: Operation[];
  facts: Facts;
  paused: DecisionInput['paused'];
  fenceAvailable: boolean;
}

/** Everything a decision about a group is made from, for `decide`. Pure. */
export function decisionInput(
  view: GroupView,
  verdict: Verdict,
  known: Known,
  incident: Pick<Incident, 'approval' | 'rejection'> | undefined,
  settings: Pick<ReactionSettings, 'probeLifetimeMs'>,
  nowMs: number,
  exceptOperation?: string,
): DecisionInput {
  const { facts } = known;
  const past = pastOperations(view.group.name, known.operations, nowMs, exceptOperation);
  return {
    group: view.group,
    verdict,
    members: view.members,
    contested: view.contested,
    candidates: facts.candidates,
    primariesAnswering: answeringPrimaries(
      view,
      known.evidence,
      facts.statuses,
      settings.probeLifetimeMs,
      verdict.onsetMs,
      nowMs,
    ),
    paused: known.paused,
    lastFailoverEndedMs: past.lastFailoverEndedMs,
    forcedInLastDay: past.forcedInLastDay,
    openOperationId: past.openId,
    fenceAvailable: known.fenceAvailable,
    approval: approvalOf(incident),
    rejection: incident?.rejection ?? null,
    nowMs,
  };
}

function approvalOf(incident: Pick<Incident, 'approval'> | undefined): DecisionInput['approval'] {
  const approval = incident?.approval;
  if (approval?.state !== 'approved' || approval.decision === null) return null;
  return { fingerprint: approval.fingerprint, ...approval.decision };
}

/** A switch that cannot be read counts as thrown. */
export async function readPaused(
  ports: Pick<ReactionPorts, 'paused'>,
  nowMs: number,
): Promise<DecisionInput['paused']> {
  try {
    return await ports.paused();
  } catch {
    return { byWhom: 'nobody known, because the switch could not be read', sinceMs: nowMs };
  }
}

/** Without the fence there is no automatic action (rule 7); one that does not answer is none. */
export async function readFence(ports: Pick<ReactionPorts, 'fence'>, holder: string): Promise<boolean> {
  return await ports.fence.available(holder).catch(() => false);
}
