import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeEvidence } from '../../../shared/outage/mergeEvidence.ts';
import { affected, evidenceOf, faultOf, ignoredOf, iso, NOW, serviceHealth } from './alerts.ts';
import { MINUTE, regionScope, T0 } from './builders.ts';

const services = (...list: ReturnType<typeof affected>[]) => serviceHealth({ impactedServices: JSON.stringify(list) });

test('an active incident of SQL Database votes down for its region, since the impact began', () => {
  const [evidence, ...more] = evidenceOf(serviceHealth());
  assert.deepEqual(more, []);
  assert.equal(evidence?.source, 'serviceHealth');
  assert.equal(evidence?.vote, 'down');
  assert.deepEqual(evidence?.scope, regionScope());
  assert.deepEqual([evidence?.sinceMs, evidence?.atMs], [T0, T0 + 2 * MINUTE]);
  assert.match(evidence?.sentence ?? '', /SQL Database in westeurope: an incident is active \(ABCD-123\)/);
});

test('every region has its own evidence, once', () => {
  const both = services(
    affected('SQL Database', 'West Europe', 'North Europe'),
    affected('Azure SQL Database', 'westeurope'),
  );
  assert.deepEqual(
    evidenceOf(both).map(({ scope }) => scope.region),
    ['northeurope', 'westeurope'],
  );
});

for (const name of ['SQL Database', 'sql database', 'Azure SQL Database', 'SQL-Database', 'SQL Databases']) {
  test(`'${name}' is SQL Database`, () => {
    assert.equal(evidenceOf(services(affected(name, 'West Europe'))).length, 1);
  });
}

for (const name of [
  'SQL Managed Instance',
  'Virtual Machines',
  'Azure Database for MySQL',
  'SQL Database Ledger',
  'Cosmos DB',
]) {
  test(`'${name}' is not`, () => {
    assert.deepEqual(evidenceOf(services(affected(name, 'West Europe'))), []);
    assert.match(ignoredOf(services(affected(name, 'West Europe'))), new RegExp(`about ${name}`));
  });
}

for (const incidentType of ['Maintenance', 'Informational', 'ActionRequired', 'Security']) {
  test(`${incidentType} is no outage`, () => {
    assert.deepEqual(evidenceOf(serviceHealth({ incidentType })), []);
    assert.match(ignoredOf(serviceHealth({ incidentType })), new RegExp(incidentType));
  });
}

const STATES: Array<[string | null, string | null, string]> = [
  ['Active', 'Active', 'down'],
  ['Active', null, 'down'],
  [null, 'Active', 'down'],
  ['InProgress', 'Updated', 'down'],
  ['Resolved', 'Active', 'none'],
  ['Active', 'Resolved', 'none'],
  ['Resolved', 'Resolved', 'none'],
  ['Complete', 'Active', 'none'],
  ['Canceled', 'Active', 'none'],
  ['Planned', 'Active', 'none'],
  ['SomethingNew', 'Active', 'none'],
  [null, null, 'none'],
];

for (const [stage, status, vote] of STATES) {
  test(`stage ${stage} and status ${status} vote ${vote}`, () => {
    assert.equal(evidenceOf(serviceHealth({ stage }, { status }))[0]?.vote, vote);
  });
}

test('an alert that is resolved takes the word back, whatever stage it still names', () => {
  assert.equal(evidenceOf(serviceHealth({}, {}, { monitorCondition: 'Resolved' }))[0]?.vote, 'none');
});

test('the end of an incident replaces its beginning, also when they come in the wrong order', () => {
  const [begun] = evidenceOf(serviceHealth());
  const [over] = evidenceOf(serviceHealth({ stage: 'Resolved' }, { submissionTimestamp: iso(T0 + 5 * MINUTE) }));
  assert.ok(begun !== undefined && over !== undefined);
  assert.equal(mergeEvidence(begun, over).evidence.vote, 'none');
  assert.equal(mergeEvidence(over, begun).evidence.vote, 'none');
});

test('two incidents in one region do not end each other', () => {
  const [one] = evidenceOf(serviceHealth());
  const [other] = evidenceOf(serviceHealth({ trackingId: 'OTHER-1' }));
  assert.notEqual(one?.id, other?.id);
});

test('an incident without a region, or of the whole world, says nothing that could be left', () => {
  assert.deepEqual(evidenceOf(services(affected('SQL Database'))), []);
  assert.match(ignoredOf(services(affected('SQL Database'))), /names no region/);
  assert.deepEqual(evidenceOf(services(affected('SQL Database', 'Global'))), []);
});

test('without the time of submission the event, and without that the alert says when', () => {
  const event = serviceHealth({}, { submissionTimestamp: null, eventTimestamp: iso(T0 + 3 * MINUTE) });
  assert.equal(evidenceOf(event)[0]?.atMs, T0 + 3 * MINUTE);
  assert.equal(evidenceOf(serviceHealth({}, { submissionTimestamp: '' }))[0]?.atMs, T0 + MINUTE);
  assert.equal(evidenceOf(serviceHealth({}, { submissionTimestamp: null }, { firedDateTime: null }))[0]?.atMs, NOW);
});

test('times as Azure writes them in other places are understood, and are UTC', () => {
  for (const impactStartTime of [
    '2026-11-22 02:00:00Z',
    '2026-11-22T02:00:00.0000000Z',
    '2026-11-22T02:00:00',
    '2026-11-22T03:00:00+01:00',
  ]) {
    assert.equal(evidenceOf(serviceHealth({ impactStartTime }))[0]?.sinceMs, T0);
  }
});

test('an impact that is said to begin after it was told begins when it was told', () => {
  assert.equal(evidenceOf(serviceHealth({ impactStartTime: iso(T0 + 9 * MINUTE) }))[0]?.sinceMs, T0 + 2 * MINUTE);
});

test('a service without a name is a fault', () => {
  assert.match(faultOf(serviceHealth({ impactedServices: '[{}]' }))?.path ?? '', /impactedServices\[0\]\.ServiceName$/);
});
