/** An incident as an evaluation leaves it: its explanation is made by the real judgement. */
import { askApproval } from '../../../shared/access/approval.ts';
import type { ApprovalRequest } from '../../../shared/access/types.ts';
import { decide } from '../../../shared/failover/decide.ts';
import type { Explanation } from '../../../shared/failover/types.ts';
import type { Operation } from '../../../shared/operations/types.ts';
import type { Incident } from '../../../shared/outage/types.ts';
import { decisionPage } from '../../../shared/reaction/approvals.ts';
import { group, input, NOW, ONSET } from '../failover/facts.ts';

export { NOW, ONSET };
export const INCIDENT_ID = 'f00dfeedf00dfeedf00dfeedf00dfeed';
export const TOKEN_ID = 'token-id-that-nobody-may-see';

/** A group in approve mode whose every other gate is open: a person is asked. */
export function asking(overrides: Parameters<typeof input>[0] = {}): Explanation {
  return decide(input({ group: group({ mode: 'approve' }), ...overrides }));
}

export function incident(overrides: Partial<Incident> = {}): Incident {
  const { verdict } = input();
  return {
    id: INCIDENT_ID,
    group: 'shop',
    scope: verdict.scope,
    phase: 'confirmed',
    openedAtMs: ONSET + 1_000,
    confirmedAtMs: NOW - 10_000,
    overAtMs: null,
    verdict,
    explanation: asking(),
    operationId: null,
    ...overrides,
  };
}

/** The question about the plan that the incident holds. */
export function question(of: Incident, overrides: Partial<ApprovalRequest> = {}): ApprovalRequest {
  const claims = {
    tokenId: TOKEN_ID,
    incidentId: of.id,
    fingerprint: of.explanation?.plan?.fingerprint ?? 'none',
    page: decisionPage(of.id),
    expiresAtMs: NOW + 900_000,
  };
  return { ...askApproval(claims, NOW - 5_000), ...overrides };
}

export function asked(overrides: Partial<Incident> = {}): Incident {
  const of = incident(overrides);
  return { approval: question(of), ...of };
}

/** Under way: one database moved, one asks. */
export function operation(overrides: Partial<Operation> = {}): Operation {
  const plan = asking().plan;
  const choice = plan?.choices[0];
  if (!plan || !choice) throw new Error('expected a plan with a choice');
  return {
    id: `${INCIDENT_ID}-1`,
    incidentId: INCIDENT_ID,
    group: 'shop',
    plan,
    authority: { kind: 'approval', by: 'Ada', comment: 'go', atMs: NOW - 4_000, fingerprint: plan.fingerprint },
    state: 'running',
    sinceMs: NOW - 3_000,
    steps: [
      {
        choice,
        state: 'asking',
        sinceMs: NOW - 1_000,
        attempts: 1,
        intent: { atMs: NOW - 2_000, mode: 'forced', fenceToken: 7, deadlineMs: NOW + 60_000, linkId: 'link-1' },
        revalidated: { atMs: NOW - 2_500, mode: 'forced', allowanceMs: 900_000, fenceToken: 7 },
        pollUrl: 'https://management.azure.com/operations/1?sig=secret-of-azure',
        capturedLastCommitMs: ONSET - 500,
        capturedAtMs: NOW - 2_200,
        lossBoundMs: 403_500,
        lastAnswer: { atMs: NOW - 1_000, code: 'Conflict', sentence: 'Azure is busy with it.' },
      },
    ],
    journal: [
      { sequence: 0, atMs: NOW - 3_000, step: null, from: '', event: 'begin', to: 'fencing', sentence: 'Begun.' },
    ],
    ...overrides,
  };
}
