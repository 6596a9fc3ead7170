import { LONGEST_COMMENT } from '../access/approval.ts';
import type { ApprovalRequest } from '../access/types.ts';
import { sayAtMost, sayDuration, sayMoment } from '../alerting/spokenTime.ts';
import type { Choice, GateAnswer, Plan } from '../failover/types.ts';
import type { Evidence, Incident } from '../outage/types.ts';
import { sayScope } from '../outage/verdictWords.ts';
import { databaseKey } from '../topology/linkKey.ts';
import { decisionReply, type Html, html } from './decisionPageHtml.ts';
import type { Reply } from './reply.ts';

/** What the page on which a person decides shows. */
export interface DecisionPageInput {
  incident: Incident;
  plan: Plan;
  request: ApprovalRequest;
  /** Goes into the form's hidden field and nowhere else. */
  token: string;
  nowMs: number;
  /** Whoever signed in: then the name is theirs. */
  principal?: string | undefined;
  /** What was sent and could not be taken. */
  sent?: { by: string; comment: string; faults: string[] };
}

/** The plan, what it may lose, why, and the two buttons. Works without script; opening it decides nothing. */
export function decisionPage(input: DecisionPageInput): Reply {
  const { incident, plan, request, nowMs, sent } = input;
  const body = html`
<h1>Fail over ${plan.group}?</h1>
<p>${incident.verdict.sentence}</p>
${sent === undefined ? [] : sent.faults.map((fault) => html`<p class="fault" role="alert">${fault}</p>`)}
${figures(incident, plan, request, nowMs)}
<h2>Plan</h2>
<ul>${plan.choices.map((choice) => choiceItem(choice, choice.mode ?? plan.mode))}</ul>
<h2>Evidence for an outage</h2>
${evidenceList(incident.verdict.evidenceFor, nowMs)}
<h2>Evidence against it</h2>
${evidenceList(incident.verdict.evidenceAgainst, nowMs)}
${missing(incident.verdict.missing)}
<h2>Gates</h2>
<ul>${(incident.explanation?.gates ?? []).map(gateItem)}</ul>
<h2>Your decision</h2>
${form(input)}`;
  return decisionReply(sent === undefined ? 200 : 400, `Fail over ${plan.group}?`, body);
}

function figures(incident: Incident, plan: Plan, request: ApprovalRequest, nowMs: number): Html {
  const bound = plan.lossBoundMs === null ? 'not bounded' : `at most ${sayAtMost(plan.lossBoundMs)}`;
  const ceiling = plan.lossCeilingMs ?? null;
  return html`<dl>
<dt>What is down</dt><dd>${sayScope(incident.scope)}, since ${sayMoment(incident.verdict.onsetMs ?? incident.openedAtMs)}</dd>
<dt>What would be lost</dt><dd class="number">${bound}</dd>
<dt>Your approval covers</dt><dd>${ceiling === null ? 'nothing: the loss is not bounded' : `a loss of up to ${sayDuration(ceiling)}`}; beyond it you are asked again</dd>
<dt>How</dt><dd>${plan.mode === 'planned' ? 'planned, without loss' : 'forced where the primary does not answer'}</dd>
<dt>Plan made</dt><dd>${sayMoment(plan.madeAtMs)} <small>(${plan.fingerprint.slice(0, 12)})</small></dd>
<dt>Decide before</dt><dd>${sayMoment(request.expiresAtMs)} <small>(in ${sayDuration(request.expiresAtMs - nowMs)})</small></dd>
</dl>`;
}

function choiceItem(choice: Choice, mode: Plan['mode']): Html {
  const refused = choice.refused.flatMap(({ linkKey, refusals }) =>
    refusals.map(({ sentence }) => html`<li class="quiet">Not ${linkKey}: ${sentence}</li>`),
  );
  return html`<li><b>${databaseKey(choice.database)}</b> → ${
    choice.candidate === null
      ? 'no candidate'
      : html`<b>${databaseKey(choice.candidate.secondary)}</b> in ${choice.candidate.secondary.region}, ${mode}`
  }
<p>${choice.sentence}</p>${choice.candidate === null ? '' : html`<p>If forced: ${choice.loss.sentence}</p>`}
<ul>${refused}</ul></li>`;
}

function evidenceList(evidence: readonly Evidence[], nowMs: number): Html {
  if (evidence.length === 0) return html`<p>None.</p>`;
  return html`<ul>${evidence.map(
    (one) =>
      html`<li>${one.sentence} <small>${one.source}, from ${one.path}, since ${sayMoment(one.sinceMs)}, seen ${sayDuration(nowMs - one.atMs)} ago</small></li>`,
  )}</ul>`;
}

function missing(kinds: readonly string[]): Html {
  return html`${kinds.map((kind) => html`<p class="quiet">Not heard: ${kind}</p>`)}`;
}

function gateItem({ gate, open, sentence }: GateAnswer): Html {
  return html`<li><span class="${open ? 'open' : 'closed'}">${open ? 'open' : 'closed'}</span> <b>${gate}</b> ${sentence}</li>`;
}

function form({ token, principal, sent }: DecisionPageInput): Html {
  const by = principal ?? sent?.by ?? '';
  // Its address without the token: a POST leaves none in a log. The disabled button is the one that Enter would press.
  return html`<form method="post" action="decision" autocomplete="off">
<button type="submit" disabled hidden></button>
<input type="hidden" name="token" value="${token}">
<label>Your name<input name="by" required maxlength="200" value="${by}"${principal === undefined ? '' : html` readonly`}></label>
<label>Why<textarea name="comment" rows="3" required maxlength="${LONGEST_COMMENT}">${sent?.comment ?? ''}</textarea></label>
<div class="buttons">
<button type="submit" name="decision" value="approve">Approve</button>
<button type="submit" name="decision" value="reject" class="no">Reject</button>
</div>
</form>`;
}
