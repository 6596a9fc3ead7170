import assert from 'node:assert/strict';
import { test } from 'node:test';
import { independentKinds } from '../../../shared/failover/independentKinds.ts';
import { evidence, NOW } from './facts.ts';

const kinds = (...given: Parameters<typeof independentKinds>[0]) => independentKinds(given, { minKinds: 2 }, NOW);
const witness = (path: string) => evidence('witnessProbe', { path });

test('messages are not counted, kinds are', () => {
  const many = Array.from({ length: 9 }, (_, id) => evidence('ownProbe', { id: String(id) }));
  assert.deepEqual(kinds(...many, evidence('secondaryView')), { names: ['own'], suffice: false });
});

test('our own view and the word of Azure are two', () => {
  assert.deepEqual(kinds(evidence('ownProbe'), evidence('serviceHealth'), evidence('resourceHealth')), {
    names: ['azure', 'own'],
    suffice: true,
  });
});

test('a witness elsewhere is a kind, one beside us or inside the outage is none', () => {
  assert.equal(kinds(evidence('ownProbe'), witness('francecentral')).suffice, true);
  assert.equal(kinds(evidence('ownProbe'), witness('UK South')).suffice, false);
  assert.equal(kinds(evidence('ownProbe'), witness('westeurope')).suffice, false);
});

test('what is expired or does not vote down is not counted', () => {
  assert.deepEqual(kinds(evidence('ownProbe', { expiresAtMs: NOW }), evidence('serviceHealth', { vote: 'against' })), {
    names: [],
    suffice: false,
  });
});

test('a group that was configured with one kind still needs two', () => {
  assert.equal(independentKinds([evidence('ownProbe')], { minKinds: 1 }, NOW).suffice, false);
  assert.equal(independentKinds([evidence('ownProbe')], { minKinds: Number.NaN }, NOW).suffice, false);
});
