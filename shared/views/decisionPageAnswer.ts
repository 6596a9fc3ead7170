import type { ApprovalRequest } from '../access/types.ts';
import { sayMoment } from '../alerting/spokenTime.ts';
import { decisionReply, html } from './decisionPageHtml.ts';
import { jsonReply, problemReply, type Reply } from './reply.ts';
import { iso } from './time.ts';

/** Why nothing can be decided with this link. */
export type DecisionRefusal =
  | 'forged'
  | 'otherIncident'
  | 'otherPage'
  | 'used'
  | 'expired'
  | 'stale'
  | 'superseded'
  | 'missing'
  | 'noKey'
  | 'busy'
  | 'badRequest';

const NEWEST =
  'Open the link in the newest message about this outage. What is decided now, and why, is under /api/incidents.';
const WORDS: Record<DecisionRefusal, { status: number; title: string; todo: string }> = {
  forged: {
    status: 403,
    title: 'This link does not hold',
    todo: 'Open the link in the message itself, whole: programs for mail cut long ones.',
  },
  otherIncident: { status: 403, title: 'This link is for another incident', todo: NEWEST },
  otherPage: { status: 403, title: 'This link is for another page', todo: NEWEST },
  used: { status: 409, title: 'It has been decided', todo: 'Nothing more is to be done here.' },
  expired: {
    status: 410,
    title: 'This link has expired',
    todo: `Nothing was decided. ${NEWEST} To act by hand, use the commands in the outage message.`,
  },
  stale: { status: 409, title: 'The state has moved', todo: `Nothing was decided. ${NEWEST}` },
  superseded: { status: 409, title: 'There is a newer question', todo: `Nothing was decided. ${NEWEST}` },
  missing: { status: 404, title: 'No such incident', todo: 'It may have been removed; nothing is to be decided.' },
  noKey: {
    status: 503,
    title: 'No link can be checked',
    todo: 'Nothing was decided. Set the app setting that approval.key names; /api/status says what is wrong with it.',
  },
  busy: { status: 503, title: 'The incident keeps changing', todo: 'Nothing was decided. Send it again.' },
  badRequest: { status: 400, title: 'This could not be read', todo: `Nothing was decided. ${NEWEST}` },
};

export interface DecisionAnswer {
  /** JSON for whoever sent JSON. */
  json: boolean;
  sentence: string;
  /** What was decided before, where the link holds. */
  request?: ApprovalRequest | undefined;
}

/** Nothing was decided with this, why, and what to do. */
export function refusedReply(why: DecisionRefusal, { json, sentence, request }: DecisionAnswer): Reply {
  const { status, title, todo } = WORDS[why];
  if (json) return problemReply(status, title, `${sentence} ${todo}`, { reason: why });
  const decision = request?.decision ?? null;
  const decided =
    decision === null
      ? []
      : [
          html`<p>${request?.state ?? ''} by <b>${decision.by}</b> at ${sayMoment(decision.atMs)}: ${decision.comment}</p>`,
        ];
  return decisionReply(status, title, html`<h1>${title}</h1><p>${sentence}</p>${decided}<p class="quiet">${todo}</p>`);
}

/** The decision was taken, and is kept. */
export function decidedReply(request: ApprovalRequest, { json }: Pick<DecisionAnswer, 'json'>): Reply {
  const { incidentId, state, sentence, fingerprint, decision } = request;
  if (json) {
    const view = decision === null ? null : { by: decision.by, comment: decision.comment, at: iso(decision.atMs) };
    return jsonReply(200, { incidentId, state, sentence, fingerprint, decision: view });
  }
  const title = state === 'approved' ? 'Approved' : 'Rejected';
  const next =
    state === 'approved'
      ? 'Every gate is judged once more under the fence, and then the plan is carried out. You are told how it ends.'
      : 'This plan will not be carried out. Another plan is asked about anew.';
  return decisionReply(
    200,
    title,
    html`<h1>${title}</h1><p>${sentence}</p><p>${next}</p><p class="quiet">Plan ${fingerprint.slice(0, 12)}. You may close this page.</p>`,
  );
}
