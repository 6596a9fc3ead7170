import assert from 'node:assert/strict';
import { test } from 'node:test';
import { databaseScope } from '../../../shared/outage/databaseScope.ts';

test('a database is named in one way, whoever names it, and nothing else of it is kept', () => {
  const end = { server: 'Contoso-WE', database: 'Orders', region: 'West Europe', fullyQualifiedDomainName: 'x' };
  const scope = { kind: 'database', server: 'contoso-we', database: 'orders', region: 'westeurope' };
  assert.deepEqual(databaseScope(end), scope);
  assert.deepEqual(databaseScope(databaseScope(end)), scope);
});
