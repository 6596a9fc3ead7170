import { decisionRecord } from '../access/decisionRecord.ts';
import type { ApprovalRequest } from '../access/types.ts';
import { appendRecords } from '../audit/appendRecords.ts';
import { decisionPage } from '../views/decisionPage.ts';
import { decidedReply, refusedReply } from '../views/decisionPageAnswer.ts';
import type { Reply } from '../views/reply.ts';
import { BodyFields } from './bodyFields.ts';
import type { AppContext } from './context.ts';
import { auditFailed, decided, type Log } from './log.ts';
import { openQuestion } from './openQuestion.ts';
import { evaluateAndHandOn } from './react.ts';
import { type Incoming, readBody } from './requestBody.ts';
import { settleDecision } from './settleDecision.ts';

/** No token of ours is longer. */
const LONGEST_TOKEN = 4096;

/** GET /api/incidents/{id}/decision: the plan and the form. Changes nothing, ever: programs for mail open links. */
export async function showDecision(
  app: AppContext,
  incidentId: string,
  { token, principal }: { token: string; principal?: string | undefined },
): Promise<Reply> {
  const question = await openQuestion(app, incidentId, token);
  if (!question.ok) return refusedReply(question.why, { ...question, json: false });
  const { stored, request, plan } = question;
  return decisionPage({ incident: stored.value, plan, request, token, nowMs: app.now(), principal });
}

/**
 * POST /api/incidents/{id}/decision, as a form or as JSON: token, decision (approve or reject), by, comment. Whoever signed in is the name.
 * What was decided is stored first, then recorded, then acted on at once.
 */
export async function takeDecision(
  app: AppContext,
  incidentId: string,
  incoming: Incoming,
  log: Log,
  evaluate: typeof evaluateAndHandOn = evaluateAndHandOn,
): Promise<Reply> {
  const read = readBody(incoming, { forms: true });
  if (!read.ok) return read.reply;
  const json = !read.isForm;
  const fields = new BodyFields(read.fields);
  const token = fields.text('token', { longest: LONGEST_TOKEN });
  const kind = fields.choice('decision', ['approve', 'reject']);
  const word = { by: fields.name(incoming.principal), comment: fields.comment(), atMs: app.now() };
  fields.refuseOthers();
  const problem = fields.problem();
  if (problem !== undefined || kind === undefined) {
    if (token === '') return json && problem ? problem : badRequest('Expected the link’s token, saw none.', json);
    return mend(app, incidentId, token, fields, { read, principal: incoming.principal });
  }
  const settled = await settleDecision(app, incidentId, token, { ...word, kind });
  if (!settled.ended) return refusedReply(settled.closed.why, { ...settled.closed, json });
  const { request } = settled;
  await record(app, request, log);
  // Also where the plan has moved on: the new one is asked about at once.
  await evaluate(app, log);
  if (request.state === 'approved' || request.state === 'rejected') return decidedReply(request, { json });
  return refusedReply(request.state === 'expired' ? 'expired' : 'stale', { json, sentence: request.sentence });
}

/** The audit holds no rescue up: what was decided is in the incident's own row. */
async function record(app: AppContext, request: ApprovalRequest, log: Log): Promise<void> {
  const { incidentId, state, decision } = request;
  decided(log, incidentId, state, decision?.by);
  try {
    const storage = await app.ports.storage();
    await appendRecords(storage.audit, [decisionRecord(request, app.now())]);
  } catch (error) {
    auditFailed(log, `incident ${incidentId}`, error);
  }
}

/** Once more the page, with what was written and what is wrong with it; only for a link that could decide. */
async function mend(
  app: AppContext,
  incidentId: string,
  token: string,
  fields: BodyFields,
  { read, principal }: { read: { isForm: boolean; fields: Record<string, unknown> }; principal: string | undefined },
): Promise<Reply> {
  const json = !read.isForm;
  const question = await openQuestion(app, incidentId, token);
  if (!question.ok) return refusedReply(question.why, { ...question, json });
  const problem = fields.problem();
  if (json && problem !== undefined) return problem;
  const { stored, request, plan } = question;
  const sent = {
    by: String(read.fields.by ?? ''),
    comment: String(read.fields.comment ?? ''),
    faults: fields.faults.map(({ field, sentence }) => `${NAMES[field] ?? field}: ${sentence} Nothing was decided.`),
  };
  return decisionPage({ incident: stored.value, plan, request, token, nowMs: app.now(), principal, sent });
}

const NAMES: Record<string, string | undefined> = { by: 'Your name', comment: 'Why', decision: 'Your decision' };

function badRequest(sentence: string, json: boolean): Reply {
  return refusedReply('badRequest', { json, sentence });
}
