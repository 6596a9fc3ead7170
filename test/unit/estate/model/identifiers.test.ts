import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { databaseKey, guidOf, serverResourceId } from '../../../../local/estate/model/identifiers.ts';

describe('identifiers', () => {
  it('makes version-4 GUIDs that depend on seed and names alone', () => {
    const guid = guidOf(1, 'link', 'a');
    assert.match(guid, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(guidOf(1, 'link', 'a'), guid);
    assert.notEqual(guidOf(2, 'link', 'a'), guid);
    assert.notEqual(guidOf(1, 'link', 'b'), guid);
  });

  it('does not mistake one division into names for another', () => {
    assert.notEqual(guidOf(1, 'ab', 'c'), guidOf(1, 'a', 'bc'));
  });

  it('writes resource ids as ARM does', () => {
    const id = serverResourceId({ subscriptionId: 'sub', resourceGroup: 'rg', name: 'contoso-we' });
    assert.equal(id, '/subscriptions/sub/resourceGroups/rg/providers/Microsoft.Sql/servers/contoso-we');
  });

  it('compares names without regard to case', () => {
    assert.equal(databaseKey('Contoso-WE', 'Orders'), databaseKey('contoso-we', 'orders'));
  });
});
