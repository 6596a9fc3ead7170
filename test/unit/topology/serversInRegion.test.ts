import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serversInRegion } from '../../../shared/topology/serversInRegion.ts';

const ENDS = [
  { server: 'shop-we', region: 'westeurope' },
  { server: 'stock-we', region: 'West Europe' },
  { server: 'shop-ne', region: 'northeurope' },
  { server: 'shop-we', region: 'westeurope' },
];

test('every server of the region once, sorted, however the region is written', () => {
  for (const region of ['westeurope', 'West Europe', ' WEST EUROPE'])
    assert.deepEqual(serversInRegion(region, ENDS), ['shop-we', 'stock-we']);
});

test('a region without servers has none', () => {
  assert.deepEqual(serversInRegion('uksouth', ENDS), []);
});

test('what is not known matches nothing, not even a server whose region is not known', () => {
  for (const region of ['', ' ', 'unknown', '-'])
    assert.deepEqual(
      serversInRegion(region, [...ENDS, { server: 'lost', region: '' }, { server: 'odd', region: 'unknown' }]),
      [],
    );
});
