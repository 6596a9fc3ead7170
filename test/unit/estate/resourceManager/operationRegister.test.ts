import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createOperationRegister,
  type OperationSubject,
} from '../../../../local/estate/resourceManager/operationRegister.ts';

const subject = (database: string): OperationSubject => ({
  kind: 'replicationLinks',
  subscriptionId: 's',
  location: 'northeurope',
  read: () => database,
});

test('what was remembered is found, whatever the case of the id', () => {
  const register = createOperationRegister();
  register.remember('ABC-1', subject('orders'));
  assert.equal(register.find('abc-1')?.read('2025-01-01'), 'orders');
  assert.equal(register.find('abc-2'), undefined);
});

test('beyond the limit the oldest is forgotten, and only it', () => {
  const register = createOperationRegister(2);
  for (const id of ['one', 'two', 'three']) register.remember(id, subject(id));
  assert.equal(register.find('one'), undefined);
  assert.equal(register.find('two')?.read('2025-01-01'), 'two');
  assert.equal(register.find('three')?.read('2025-01-01'), 'three');
});
