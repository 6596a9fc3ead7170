import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { displayNameOf, knownRegions, regionOf } from '../../../../local/estate/model/regions.ts';

describe('regions', () => {
  it('pairs what Azure pairs', () => {
    assert.equal(regionOf('westeurope')?.pair, 'northeurope');
    assert.equal(regionOf('northeurope')?.pair, 'westeurope');
    assert.equal(regionOf('eastus2')?.pair, 'centralus');
  });

  it('keeps one-way pairs and regions without one', () => {
    assert.equal(regionOf('brazilsouth')?.pair, 'southcentralus');
    assert.equal(regionOf('southcentralus')?.pair, 'northcentralus');
    assert.equal(regionOf('polandcentral')?.pair, null);
  });

  it('names every pair that it mentions', () => {
    for (const name of knownRegions()) {
      const pair = regionOf(name)?.pair ?? null;
      if (pair !== null) assert.ok(regionOf(pair), `${name} is paired with ${pair}, which is missing`);
    }
  });

  it('has display names, and none for what is no region', () => {
    assert.equal(displayNameOf('japaneast'), 'Japan East');
    assert.equal(regionOf('atlantis'), undefined);
    assert.equal(regionOf('constructor'), undefined);
    assert.equal(displayNameOf('atlantis'), 'atlantis');
  });
});
