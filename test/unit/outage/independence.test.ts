import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupOf, type Kind, kindOf, kindsNeeded, ownPathsOf, suffices } from '../../../shared/outage/independence.ts';
import type { EvidenceGroup, EvidenceSource } from '../../../shared/outage/types.ts';
import { says } from './builders.ts';

const NONE = new Set<string>();
const kinds = (...keys: string[]): Kind[] => keys.map((key) => ({ key, group: key.split(' ')[0] as EvidenceGroup }));

const GROUPS: Record<EvidenceSource, EvidenceGroup> = {
  ownProbe: 'own',
  secondaryView: 'own',
  witnessProbe: 'witness',
  serviceHealth: 'azure',
  resourceHealth: 'azure',
  platformMetric: 'metric',
  logQuery: 'logs',
};

for (const [source, group] of Object.entries(GROUPS) as Array<[EvidenceSource, EvidenceGroup]>) {
  test(`${source} belongs to the group ${group}`, () => {
    assert.equal(groupOf(source), group);
    assert.equal(kindOf(says(source), {}, NONE)?.group, group);
  });
}

test('our own probe and the view of the secondary are one kind', () => {
  assert.equal(kindOf(says('ownProbe'), {}, NONE)?.key, kindOf(says('secondaryView'), {}, NONE)?.key);
});

test('two witnesses in one region are one kind, in two regions two', () => {
  const at = (path: string, reporter: string) => kindOf(says('witnessProbe', { path, reporter }), {}, NONE)?.key;
  assert.equal(at('francecentral', 'one'), at('France Central', 'two'));
  assert.notEqual(at('francecentral', 'one'), at('swedencentral', 'two'));
});

test('a witness in the region of the primary does not count for', () => {
  assert.equal(kindOf(says('witnessProbe', { path: 'West Europe' }), {}, NONE), undefined);
});

test('a witness in a guarded region does not count for', () => {
  const rules = { guardedRegions: ['West Europe', 'North Europe'] };
  assert.equal(kindOf(says('witnessProbe', { path: 'northeurope' }), rules, NONE), undefined);
  assert.equal(kindOf(says('witnessProbe', { path: 'francecentral' }), rules, NONE)?.group, 'witness');
});

test('a witness that looks from where our own probe fails adds nothing', () => {
  const ownPaths = ownPathsOf([says('ownProbe', { path: 'UK South' }), says('serviceHealth')]);
  assert.deepEqual([...ownPaths], ['uksouth']);
  assert.equal(kindOf(says('witnessProbe', { path: 'uksouth' }), {}, ownPaths), undefined);
  assert.equal(kindOf(says('witnessProbe', { path: 'francecentral' }), {}, ownPaths)?.group, 'witness');
});

test('a witness that looks from where our own probe has nothing to say counts', () => {
  const ownPaths = ownPathsOf([says('ownProbe', { path: 'uksouth', vote: 'none' })]);
  assert.deepEqual(kindOf(says('witnessProbe', { path: 'UK South' }), {}, ownPaths), {
    key: 'witness uksouth',
    group: 'witness',
  });
});

for (const [minKinds, needed] of [
  [0, 2],
  [1, 2],
  [2, 2],
  [2.5, 3],
  [3, 3],
  [Number.NaN, 2],
  [-4, 2],
] as const) {
  test(`minKinds ${minKinds} means ${needed} kinds`, () => {
    assert.equal(kindsNeeded({ minKinds }), needed);
  });
}

const ENOUGH: Array<[string[], number, boolean]> = [
  [[], 2, false],
  [['own'], 2, false],
  [['witness france'], 2, false],
  [['azure'], 2, false],
  [['metric'], 2, false],
  [['own', 'witness france'], 2, true],
  [['own', 'azure'], 2, true],
  [['own', 'metric'], 2, true],
  [['witness france', 'azure'], 2, true],
  [['witness france', 'metric'], 2, true],
  // Both reach us by Azure's own path.
  [['azure', 'metric'], 2, false],
  // One group: they run the same code.
  [['witness france', 'witness sweden'], 2, false],
  [['own', 'witness france', 'witness sweden'], 3, true],
  [['own', 'witness france'], 3, false],
  [['own', 'azure', 'metric'], 3, true],
  [['own', 'azure', 'metric', 'witness france'], 4, true],
  [['own', 'azure'], 1, true],
  [['own'], 1, false],
  [['logs'], 2, false],
  [['own', 'logs'], 2, true],
  [['witness france', 'logs'], 2, true],
  // All of Azure's voices, and nobody who looked.
  [['logs', 'azure'], 2, false],
  [['logs', 'metric'], 2, false],
  [['logs', 'azure', 'metric'], 3, false],
  // What the query found may be what the alert tells of: it adds nothing to it.
  [['own', 'azure', 'logs'], 3, false],
  [['own', 'metric', 'logs'], 3, false],
  [['own', 'azure', 'logs'], 2, true],
  [['own', 'azure', 'metric', 'logs'], 4, false],
  [['own', 'witness france', 'logs'], 3, true],
];

for (const [keys, minKinds, enough] of ENOUGH) {
  test(`${keys.join(' + ') || 'nobody'} ${enough ? 'suffices' : 'does not suffice'} where ${minKinds} kinds are asked for`, () => {
    assert.equal(suffices(kinds(...keys), { minKinds }), enough);
  });
}

test('a kind that speaks a hundred times counts once', () => {
  assert.equal(suffices(kinds(...Array<string>(100).fill('own')), { minKinds: 2 }), false);
});
