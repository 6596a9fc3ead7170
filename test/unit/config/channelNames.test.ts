import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadConfiguration } from '../../../shared/config/load.ts';

const faultsOf = (name: string) => {
  const loaded = loadConfiguration(`
name: shops
scopes: [{ name: all, subscriptions: [11111111-2222-3333-4444-555555555555] }]
objectives: { rpo: 5s, rto: 5m }
channels:
  - { name: ${name}, type: teams, url: { setting: URL } }
`);
  return loaded.ok ? [] : loaded.faults.map(({ path, expected }) => `${path}: ${expected}`);
};

test('no channel is called as the place where events wait for the dispatcher', () => {
  for (const name of ['dispatch', 'Dispatch']) {
    assert.deepEqual(faultsOf(name), ['channels[0].name: a name of 1 to 60 letters, another than dispatch']);
  }
  assert.deepEqual(faultsOf('dispatch-office'), []);
});
