import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compileMatcher } from '../../../../shared/alerting/dispatch/matchers.ts';
import { LABEL_NAMES, type Labels } from '../../../../shared/alerting/types.ts';
import type { Matcher } from '../../../../shared/config/types.ts';
import { matchesPattern } from '../../../../shared/topology/scopes.ts';

const matches = (match: Matcher, alert: Labels): boolean => compileMatcher(match)(alert);

const labels = (overrides: Partial<Labels> = {}): Labels => ({
  condition: ['LagHigh'],
  severity: ['error'],
  scope: ['shop'],
  group: [],
  region: ['westeurope', 'northeurope'],
  server: ['shop-we', 'shop-ne'],
  database: ['shop-we/orders', 'shop-ne/orders'],
  ...overrides,
});

test('a matcher that names nothing matches everything, even an alert without any label', () => {
  assert.equal(matches({}, labels()), true);
  const bare = Object.fromEntries(LABEL_NAMES.map((name) => [name, []])) as unknown as Labels;
  assert.equal(matches({}, bare), true);
});

test('every label that is named has to fit', () => {
  assert.equal(matches({ condition: ['LagHigh'], severity: ['error'] }, labels()), true);
  assert.equal(matches({ condition: ['LagHigh'], severity: ['critical'] }, labels()), false);
  assert.equal(matches({ condition: ['LagUnknown'], severity: ['error'] }, labels()), false);
});

test('one of the patterns is enough', () => {
  assert.equal(matches({ severity: ['critical', 'error'] }, labels()), true);
  assert.equal(matches({ severity: ['critical', 'warning'] }, labels()), false);
});

test('either end of a link is enough', () => {
  assert.equal(matches({ region: ['westeurope'] }, labels()), true);
  assert.equal(matches({ region: ['northeurope'] }, labels()), true);
  assert.equal(matches({ region: ['uksouth'] }, labels()), false);
});

test('the ends are not taken together: one server may fit while another database does', () => {
  assert.equal(matches({ server: ['shop-we'], database: ['shop-ne/orders'] }, labels()), true);
});

test('a label that the alert does not have fits no pattern, not even that for any text', () => {
  assert.equal(matches({ group: ['*'] }, labels()), false);
  assert.equal(matches({ group: ['*'] }, labels({ group: ['shop'] })), true);
});

test('a label with an empty list of patterns fits nothing', () => {
  assert.equal(matches({ severity: [] }, labels()), false);
});

test('patterns know any text and one letter', () => {
  assert.equal(matches({ database: ['*/orders'] }, labels()), true);
  assert.equal(matches({ database: ['shop-?e/orders'] }, labels()), true);
  assert.equal(matches({ database: ['shop-*'] }, labels()), true);
  assert.equal(matches({ database: ['shop-?/orders'] }, labels()), false);
  assert.equal(matches({ condition: ['Lag'] }, labels()), false, 'a part of a name is not the name');
});

test('upper and lower case are the same, of names and of patterns', () => {
  assert.equal(matches({ condition: ['laghigh'] }, labels()), true);
  assert.equal(matches({ condition: ['LAG*'] }, labels()), true);
  assert.equal(matches({ server: ['Shop-WE'] }, labels({ server: ['SHOP-we'] })), true);
});

test('what is special in other languages of patterns is a letter here', () => {
  assert.equal(matches({ database: ['shop-w./orders'] }, labels()), false);
  assert.equal(matches({ database: ['[s]hop-we/orders'] }, labels()), false);
  assert.equal(matches({ scope: ['a+b (c)'] }, labels({ scope: ['a+b (c)'] })), true);
});

test('a compiled matcher keeps no memory of what it was asked before', () => {
  const fits = compileMatcher({ severity: ['critical'], region: ['west*'] });
  const asked = ['critical', 'error', 'critical'].map((severity) => fits(labels({ severity: [severity] })));
  assert.deepEqual(asked, [true, false, true]);
});

test('a matcher says what its definition says, whatever the patterns', () => {
  const word = fc.stringMatching(/^[aAbB*?]{1,4}$/);
  const value = fc.stringMatching(/^[abAB]{1,4}$/);
  const matcher = fc.record({ scope: fc.array(word, { maxLength: 4 }), server: fc.array(word) }, { requiredKeys: [] });
  fc.assert(
    fc.property(matcher, fc.array(value, { maxLength: 3 }), fc.array(value), (match, scope, server) => {
      const alert = labels({ scope, server });
      const expected = Object.entries(match).every(([name, patterns]) =>
        patterns.some((pattern) => alert[name as 'scope'].some((one) => matchesPattern(pattern, one))),
      );
      assert.equal(matches(match as Matcher, alert), expected);
    }),
    { numRuns: 500 },
  );
});
