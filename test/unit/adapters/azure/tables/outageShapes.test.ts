import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { asIncident } from '../../../../../shared/adapters/azure/tables/outageShapes.ts';
import { incident } from '../../../../contract/outageRecords.ts';

const APPROVAL = {
  tokenId: 't1',
  incidentId: 'i1',
  fingerprint: 'f1',
  page: '/decision',
  expiresAtMs: 9_000,
  askedAtMs: 5_000,
  state: 'pending',
  decision: null,
  sentence: 'Asked.',
};
const SAID = { by: 'ada', comment: '', atMs: 6_000 };
const having = (more: Record<string, unknown>) => ({ ...incident('i1'), ...more });

describe('a stored incident is taken', () => {
  for (const [name, value] of Object.entries({
    'as an earlier version wrote it': incident('i1'),
    'with a question that is open': having({ approval: APPROVAL }),
    'with a question that was decided': having({ approval: { ...APPROVAL, state: 'approved', decision: SAID } }),
    'with a question in a state of a later version': having({ approval: { ...APPROVAL, state: 'withdrawn' } }),
    'with a rejection': having({ rejection: { fingerprint: 'f1', ...SAID } }),
    'with a message that is not closed': having({ waitingNotice: { id: 'n1', sinceMs: 5_000 } }),
    'with operations': having({ operationsStarted: 2, operationId: 'op' }),
    'told, and clearing': having({ toldAtMs: 2, clearSinceMs: 3, closedAtMs: 4 }),
  })) {
    test(name, () => assert.equal(asIncident(value), value));
  }
});

describe('a stored incident is refused, never read as less than it was', () => {
  for (const [name, value] of Object.entries({
    'a rejection of no plan': having({ rejection: SAID }),
    'a rejection by nobody': having({ rejection: { fingerprint: 'f1', comment: '', atMs: 6_000 } }),
    'a rejection that is a flag': having({ rejection: true }),
    'a question without a plan': having({ approval: { ...APPROVAL, fingerprint: undefined } }),
    'a question without a state': having({ approval: { ...APPROVAL, state: undefined } }),
    'a question whose decision is missing': having({ approval: { ...APPROVAL, decision: undefined } }),
    'a question decided by nobody': having({ approval: { ...APPROVAL, decision: { atMs: 6_000, comment: '' } } }),
    'a question that ends at a text': having({ approval: { ...APPROVAL, expiresAtMs: 'soon' } }),
    'half an operation': having({ operationsStarted: 0.5 }),
    'fewer than no operations': having({ operationsStarted: -1 }),
    'a message without its beginning': having({ waitingNotice: { id: 'n1' } }),
    'an end that is a text': having({ closedAtMs: 'now' }),
    'a moment that no calendar holds': having({ toldAtMs: 9e15 }),
    'a phase that is none': having({ phase: 'perhaps' }),
  })) {
    test(name, () => assert.equal(asIncident(value), undefined));
  }
});
