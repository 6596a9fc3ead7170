import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rehearse } from './rehearsal.ts';

describe('reachability', () => {
  it('is open where nothing was said', () => {
    const { model } = rehearse();
    assert.equal(model.reachability('uksouth', 'westeurope'), 'open');
    assert.equal(model.reachability('uksouth', 'uksouth'), 'open');
    assert.equal(model.reachability('uksouth', 'global'), 'open');
    assert.equal(model.roundTripMs('westeurope'), 0);
  });

  it('is silent from and to a region that is down, inside it too', () => {
    const { model } = rehearse();
    model.apply({ kind: 'region', region: 'westeurope', becomes: 'down' });
    assert.equal(model.reachability('uksouth', 'westeurope'), 'silent');
    assert.equal(model.reachability('westeurope', 'uksouth'), 'silent');
    assert.equal(model.reachability('westeurope', 'westeurope'), 'silent');
    assert.equal(model.reachability('uksouth', 'northeurope'), 'open');
    model.apply({ kind: 'region', region: 'westeurope', becomes: 'up' });
    assert.equal(model.reachability('uksouth', 'westeurope'), 'open');
  });

  it('may be cut one way only', () => {
    const { model } = rehearse();
    model.apply({ kind: 'network', from: 'uksouth', to: 'westeurope', becomes: 'refused', bothWays: false });
    assert.equal(model.reachability('uksouth', 'westeurope'), 'refused');
    assert.equal(model.reachability('westeurope', 'uksouth'), 'open');
    model.apply({ kind: 'network', from: 'uksouth', to: 'westeurope', becomes: 'silent', bothWays: true });
    assert.equal(model.reachability('westeurope', 'uksouth'), 'silent');
    model.apply({ kind: 'network', from: 'uksouth', to: 'westeurope', becomes: 'open', bothWays: true });
    assert.equal(model.reachability('uksouth', 'westeurope'), 'open');
    assert.equal(model.reachability('westeurope', 'uksouth'), 'open');
  });

  it('lets a path say that a region which is down refuses', () => {
    const { model } = rehearse();
    model.apply({ kind: 'region', region: 'westeurope', becomes: 'down' });
    model.apply({ kind: 'network', from: 'uksouth', to: 'westeurope', becomes: 'refused', bothWays: false });
    assert.equal(model.reachability('uksouth', 'westeurope'), 'refused');
  });

  it('can cut a region off from the front doors of Azure', () => {
    const { model } = rehearse();
    model.apply({ kind: 'network', from: 'uksouth', to: 'global', becomes: 'silent', bothWays: false });
    assert.equal(model.reachability('uksouth', 'global'), 'silent');
    assert.equal(model.reachability('westeurope', 'global'), 'open');
  });

  it('keeps round trips by region', () => {
    const { model } = rehearse();
    model.apply({ kind: 'latency', region: 'westeurope', roundTripMs: 80 });
    assert.equal(model.roundTripMs('westeurope'), 80);
    assert.equal(model.roundTripMs('northeurope'), 0);
    assert.throws(() => model.apply({ kind: 'latency', region: 'westeurope', roundTripMs: Number.NaN }), /NaN/);
  });

  it('names a region that the estate does not have', () => {
    const { model } = rehearse();
    assert.throws(
      () => model.apply({ kind: 'region', region: 'eastus', becomes: 'down' }),
      /eastus.*not of this estate/,
    );
    assert.throws(() => model.apply({ kind: 'region', region: 'westeurop', becomes: 'down' }), /not a region of Azure/);
    assert.throws(
      () => model.apply({ kind: 'network', from: 'uksouth', to: 'nowhere', becomes: 'open', bothWays: true }),
      /nowhere/,
    );
  });

  it('knows no outage of the front doors: they are in no region, but they may be far, and a path to them may fail', () => {
    const { model } = rehearse();
    assert.throws(() => model.apply({ kind: 'region', region: 'global', becomes: 'down' }), /saw 'global'/);
    model.apply({ kind: 'latency', region: 'global', roundTripMs: 80 });
    assert.equal(model.roundTripMs('global'), 80);
    model.apply({ kind: 'network', from: 'uksouth', to: 'global', becomes: 'silent', bothWays: true });
    assert.equal(model.reachability('uksouth', 'global'), 'silent');
    assert.equal(model.reachability('westeurope', 'global'), 'open');
  });
});
