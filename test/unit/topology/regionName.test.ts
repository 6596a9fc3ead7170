import assert from 'node:assert/strict';
import { test } from 'node:test';
import { regionName } from '../../../shared/topology/regionName.ts';

test('a region has one name however Azure writes it', () => {
  for (const text of ['North Europe', 'northeurope', 'NorthEurope', ' north europe '])
    assert.equal(regionName(text), 'northeurope');
  assert.equal(regionName('West US 2'), 'westus2');
  assert.equal(regionName('East US 2 EUAP'), 'eastus2euap');
});
