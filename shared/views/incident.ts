import type { ApprovalRequest } from '../access/types.ts';
import type { Operation } from '../operations/types.ts';
import type { Evidence, Incident, Verdict } from '../outage/types.ts';
import { databaseKey } from '../topology/linkKey.ts';
import { toDecisionView, toPlanView } from './explanation.ts';
import type { ApprovalView, EvidenceView, IncidentSummaryView, IncidentView, VerdictView } from './incidentTypes.ts';
import { toOperationSummary } from './operation.ts';
import { ageSeconds, iso, isoOrNull, secondsOrNull } from './time.ts';

export function toIncidentSummary(incident: Incident, nowMs: number): IncidentSummaryView {
  const { explanation, approval } = incident;
  const plan = explanation?.plan ?? null;
  return {
    id: incident.id,
    group: incident.group,
    scope: incident.scope,
    phase: incident.phase,
    opened: iso(incident.openedAtMs),
    confirmed: isoOrNull(incident.confirmedAtMs),
    over: isoOrNull(incident.overAtMs),
    lastedSeconds: ageSeconds(incident.openedAtMs, incident.overAtMs ?? nowMs),
    verdict: toVerdictView(incident.verdict, nowMs),
    decided: explanation === null ? null : toDecisionView(explanation),
    moves: (plan?.choices ?? []).map((choice) => ({
      database: databaseKey(choice.database),
      candidate: choice.candidate === null ? null : databaseKey(choice.candidate.secondary),
      mode: choice.mode ?? plan?.mode ?? 'forced',
    })),
    lossBoundSeconds: secondsOrNull(plan?.lossBoundMs ?? null),
    lossCeilingSeconds: secondsOrNull(plan?.lossCeilingMs ?? null),
    approval: approval ? toApprovalView(approval, nowMs) : null,
    operationId: incident.operationId,
  };
}

/** @param operation the one that was started for it last, where there is one */
export function toIncidentView(incident: Incident, operation: Operation | undefined, nowMs: number): IncidentView {
  const { verdict, explanation, rejection } = incident;
  return {
    ...toIncidentSummary(incident, nowMs),
    now: iso(nowMs),
    evidence: {
      for: verdict.evidenceFor.map((evidence) => toEvidenceView(evidence, nowMs)),
      against: verdict.evidenceAgainst.map((evidence) => toEvidenceView(evidence, nowMs)),
      missing: verdict.missing,
    },
    plan: explanation?.plan ? toPlanView(explanation.plan, nowMs) : null,
    gates: explanation?.gates ?? [],
    rejection: rejection
      ? {
          by: rejection.by,
          comment: rejection.comment,
          at: iso(rejection.atMs),
          fingerprint: rejection.fingerprint,
        }
      : null,
    operation: operation ? toOperationSummary(operation, nowMs) : null,
  };
}

function toVerdictView(verdict: Verdict, nowMs: number): VerdictView {
  const { agreedSinceMs } = verdict;
  return {
    name: verdict.name,
    confirmed: verdict.confirmed,
    agreedSince: isoOrNull(agreedSinceMs),
    agreedSeconds: agreedSinceMs === null ? null : ageSeconds(agreedSinceMs, nowMs),
    onset: isoOrNull(verdict.onsetMs),
    sentence: verdict.sentence,
  };
}

/** Field by field: its id is half of a link, and what is added to the request later must not be shown by accident. */
function toApprovalView(approval: ApprovalRequest, nowMs: number): ApprovalView {
  const { state, askedAtMs, expiresAtMs, fingerprint, sentence, decision } = approval;
  return {
    state,
    asked: iso(askedAtMs),
    expires: iso(expiresAtMs),
    expiresInSeconds: Math.max(0, Math.round((expiresAtMs - nowMs) / 1_000)),
    fingerprint,
    sentence,
    decision: decision ? { by: decision.by, comment: decision.comment, at: iso(decision.atMs) } : null,
  };
}

function toEvidenceView(evidence: Evidence, nowMs: number): EvidenceView {
  const { failure } = evidence;
  return {
    source: evidence.source,
    vote: evidence.vote,
    scope: evidence.scope,
    path: evidence.path,
    since: iso(evidence.sinceMs),
    confirmedAt: iso(evidence.atMs),
    ageSeconds: ageSeconds(evidence.atMs, nowMs),
    expires: iso(evidence.expiresAtMs),
    failure: failure ? { kind: failure.kind, number: failure.number ?? null } : null,
    sentence: evidence.sentence,
  };
}
