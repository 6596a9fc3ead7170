import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toIncidentSummary, toIncidentView } from '../../../shared/views/incident.ts';
import { toIncidentsView } from '../../../shared/views/incidents.ts';
import { asked, incident, NOW, ONSET, operation, question, TOKEN_ID } from './incidentFixtures.ts';

const iso = (ms: number) => new Date(ms).toISOString();

test('an incident says what is down, since when, what would be done, and at what loss', () => {
  const view = toIncidentSummary(incident(), NOW);
  assert.deepEqual(view.scope, { kind: 'region', region: 'westeurope' });
  assert.equal(view.phase, 'confirmed');
  assert.equal(view.opened, iso(ONSET + 1_000));
  assert.equal(view.lastedSeconds, 399);
  assert.equal(view.verdict.confirmed, true);
  assert.equal(view.decided?.decision, 'ask');
  assert.equal(view.decided?.mode, 'approve');
  assert.equal(view.moves[0]?.database, 'contoso-we/orders');
  assert.equal(view.moves[0]?.candidate, 'contoso-ne/orders');
  assert.equal(view.moves[0]?.mode, 'forced');
  assert.equal(view.lossCeilingSeconds, 900);
  assert.equal(view.approval, null);
});

test('a bound is shown to the millisecond: rounded down it would be a promise that does not hold', () => {
  const explanation = incident().explanation;
  const plan = explanation?.plan;
  assert.ok(explanation && plan);
  const view = toIncidentSummary(
    incident({ explanation: { ...explanation, plan: { ...plan, lossBoundMs: 1_501 } } }),
    NOW,
  );
  assert.equal(view.lossBoundSeconds, 1.501);
  const unbounded = { ...explanation, plan: { ...plan, lossBoundMs: null, lossCeilingMs: null } };
  const without = toIncidentSummary(incident({ explanation: unbounded }), NOW);
  assert.equal(without.lossBoundSeconds, null);
  assert.equal(without.lossCeilingSeconds, null);
});

test('an incident that is over has lasted until its end, and is not growing any more', () => {
  const view = toIncidentSummary(incident({ phase: 'over', overAtMs: ONSET + 61_000 }), NOW + 1_000_000);
  assert.equal(view.lastedSeconds, 60);
  assert.equal(view.over, iso(ONSET + 61_000));
});

test('before anything was decided nothing is made up', () => {
  const view = toIncidentView(incident({ explanation: null, confirmedAtMs: null, phase: 'open' }), undefined, NOW);
  assert.equal(view.decided, null);
  assert.equal(view.plan, null);
  assert.deepEqual(view.gates, []);
  assert.deepEqual(view.moves, []);
  assert.equal(view.lossBoundSeconds, null);
  assert.equal(view.confirmed, null);
  assert.equal(view.operation, null);
});

test('evidence for and against is shown with source, path, age and sentence, and what is missing', () => {
  const { verdict } = incident();
  const against = { ...verdict.evidenceFor[0], vote: 'against' as const, atMs: NOW - 2_400, sentence: 'it answers.' };
  const view = toIncidentView(
    incident({
      verdict: {
        ...verdict,
        evidenceAgainst: [against as (typeof verdict.evidenceFor)[0]],
        missing: ['a witness'],
      },
    }),
    undefined,
    NOW,
  );
  assert.ok(view.evidence.for.length >= 2);
  const [first] = view.evidence.for;
  assert.equal(first?.since, iso(ONSET));
  assert.equal(first?.ageSeconds, 5);
  assert.match(first?.sentence ?? '', /says down/);
  assert.ok(first?.path);
  assert.equal(view.evidence.against[0]?.ageSeconds, 2);
  assert.equal(view.evidence.against[0]?.vote, 'against');
  assert.deepEqual(view.evidence.missing, ['a witness']);
});

test('evidence that a clock ahead of ours has confirmed has no negative age', () => {
  const { verdict } = incident();
  const ahead = verdict.evidenceFor.map((one) => ({ ...one, atMs: NOW + 30_000 }));
  const view = toIncidentView(incident({ verdict: { ...verdict, evidenceFor: ahead } }), undefined, NOW);
  assert.ok(view.evidence.for.every(({ ageSeconds }) => ageSeconds === 0));
});

test('the question to a person is shown without anything of the link', () => {
  const view = toIncidentView(asked(), undefined, NOW);
  assert.equal(view.approval?.state, 'pending');
  assert.equal(view.approval?.expiresInSeconds, 900);
  assert.equal(view.approval?.decision, null);
  assert.ok(!JSON.stringify(view).includes(TOKEN_ID));
  const late = toIncidentView(asked(), undefined, NOW + 2_000_000);
  assert.equal(late.approval?.expiresInSeconds, 0);
});

test('who decided is shown with the reason, and so is a rejection', () => {
  const of = incident();
  const decision = { by: 'Ada', comment: 'not today', atMs: NOW - 1_000 };
  const fingerprint = of.explanation?.plan?.fingerprint ?? '';
  const approval = question(of, { state: 'rejected', decision, sentence: 'Ada rejected the plan: not today' });
  const view = toIncidentView({ ...of, approval, rejection: { fingerprint, ...decision } }, undefined, NOW);
  assert.deepEqual(view.approval?.decision, { by: 'Ada', comment: 'not today', at: iso(NOW - 1_000) });
  assert.deepEqual(view.rejection, { by: 'Ada', comment: 'not today', at: iso(NOW - 1_000), fingerprint });
});

test('the operation that was started for it is summed up', () => {
  const view = toIncidentView(incident({ operationId: 'x' }), operation(), NOW);
  assert.equal(view.operation?.state, 'running');
  assert.equal(view.operation?.steps[0]?.state, 'asking');
});

test('why not each other candidate is told by rule', () => {
  const view = toIncidentView(incident(), undefined, NOW);
  const json = JSON.stringify(view.plan);
  assert.ok(view.plan?.choices.every((choice) => Array.isArray(choice.refused)));
  assert.match(json, /"hardenedThrough":"2026/);
  assert.ok(view.plan?.choices[0]?.loss.from !== 'nothing');
  assert.equal(
    view.plan?.choices[0]?.loss.ageSeconds,
    (NOW - Date.parse(view.plan?.choices[0]?.loss.hardenedThrough ?? '')) / 1_000,
  );
});

test('open and recent incidents are listed once each, the newest first, the open one as it is now', () => {
  const old = incident({ id: 'old', openedAtMs: 1_000, phase: 'over', overAtMs: 2_000 });
  const stale = incident({ id: 'now', phase: 'open' });
  const now = incident({ id: 'now', phase: 'confirmed' });
  const view = toIncidentsView([now], [stale, old], NOW);
  assert.deepEqual(
    view.incidents.map(({ id, phase }) => [id, phase]),
    [
      ['now', 'confirmed'],
      ['old', 'over'],
    ],
  );
  assert.deepEqual(toIncidentsView([], [], NOW), { now: iso(NOW), incidents: [] });
});

test('the view is plain JSON', () => {
  const view = toIncidentView(asked(), operation(), NOW);
  assert.deepEqual(JSON.parse(JSON.stringify(view)), view);
});
