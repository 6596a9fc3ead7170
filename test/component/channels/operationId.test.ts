import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { operationId } from '../../../shared/adapters/channels/communicationEmail/operationId.ts';
import { outboxEntryId } from '../../../shared/alerting/noticeId.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('the same entry gives the same UUID, another entry another one', () => {
  const ids = Array.from({ length: 500 }, (_, index) => operationId(outboxEntryId(`notice ${index}`, 'mail')));
  assert.equal(new Set(ids).size, 500);
  assert.equal(ids[0], operationId(outboxEntryId('notice 0', 'mail')));
});

test('whatever the entry is called, the result is a UUID', () => {
  fc.assert(fc.property(fc.string(), (text) => assert.match(operationId(text), UUID)));
});
