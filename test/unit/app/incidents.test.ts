import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainIncident, readIncidents } from '../../../shared/app/incidents.ts';
import type { ExplainView } from '../../../shared/views/explanationTypes.ts';
import type { IncidentsView, IncidentView } from '../../../shared/views/incidentTypes.ts';
import { asked, INCIDENT_ID, incident, NOW, operation, TOKEN_ID } from '../views/incidentFixtures.ts';
import { AppWorld } from './world.ts';

async function world(): Promise<AppWorld> {
  const app = new AppWorld();
  app.nowMs = NOW;
  await app.storage.incidents.save({ value: asked({ operationId: operation().id }) });
  await app.storage.incidents.save({ value: incident({ id: 'old', openedAtMs: 5, phase: 'over', overAtMs: 6 }) });
  await app.storage.operations.save({ value: operation() });
  return app;
}

test('incidents are listed, open and over, the newest first, without anything of a link', async () => {
  const reply = await readIncidents((await world()).context, undefined);
  const { incidents } = JSON.parse(reply.body) as IncidentsView;
  assert.deepEqual(
    incidents.map(({ id, phase }) => [id, phase]),
    [
      [INCIDENT_ID, 'confirmed'],
      ['old', 'over'],
    ],
  );
  assert.ok(!reply.body.includes(TOKEN_ID));
  assert.equal(reply.headers['cache-control'], 'no-store');
});

test('one incident comes with its evidence, plan, gates and the operation that was started for it', async () => {
  const reply = await readIncidents((await world()).context, INCIDENT_ID);
  const view = JSON.parse(reply.body) as IncidentView;
  assert.equal(view.evidence.for.length, 2);
  assert.equal(view.gates.length, 11);
  assert.equal(view.operation?.id, operation().id);
  assert.ok(!reply.body.includes(TOKEN_ID));
});

test('an operation that is named and not there leaves the incident readable', async () => {
  const app = new AppWorld();
  await app.storage.incidents.save({ value: incident({ operationId: 'gone' }) });
  const view = JSON.parse((await readIncidents(app.context, INCIDENT_ID)).body) as IncidentView;
  assert.equal(view.operation, null);
  assert.equal(view.operationId, 'gone');
});

test('an explanation is read, not reconstructed', async () => {
  const view = JSON.parse((await explainIncident((await world()).context, INCIDENT_ID)).body) as ExplainView;
  assert.equal(view.decided?.decision, 'ask');
  assert.deepEqual(view.closedGates, ['policyAllows']);
});

test('an incident that is not there is told as a problem, with where to look', async () => {
  const { context } = await world();
  for (const reply of [
    await readIncidents(context, 'nobody'),
    await explainIncident(context, 'nobody'),
    await explainIncident(context, undefined),
  ]) {
    assert.equal(reply.status, 404);
    assert.match(reply.headers['content-type'] ?? '', /problem\+json/);
    assert.match(reply.body, /GET \/api\/incidents/);
  }
});
