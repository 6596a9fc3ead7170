import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { parseScenario, ScenarioFaults } from '../../../local/play/load.ts';

const SCENARIOS = path.resolve(import.meta.dirname, '../../../local/scenarios');
const SMALL = `
name: small
story: One link.
estate:
  regions: [westeurope, northeurope]
  app: { region: westeurope }
  servers:
    - { name: a, region: westeurope }
    - { name: b, region: northeurope }
  databases:
    - { name: x, server: a }
  links:
    - { database: a/x, secondary: b, shippingDelay: 400ms }
expect:
  - { by: 5s, shows: { link: a/x, state: caughtUp } }
`;

function faultsOf(text: string): string[] {
  try {
    parseScenario(text, 'test.yaml');
  } catch (error) {
    assert.ok(error instanceof ScenarioFaults, String(error));
    return error.faults;
  }
  return [];
}

test('a small scenario gets its defaults', () => {
  const scenario = parseScenario(SMALL, 'small.yaml');
  assert.equal(scenario.estate.databases[0]?.sku, 'GP_Gen5_2');
  assert.equal(scenario.estate.app.witness, 'none');
  assert.equal(scenario.estate.links[0]?.shippingDelay, 400);
  assert.deepEqual(scenario.steps, []);
});

for (const file of readdirSync(SCENARIOS).filter((name) => name.endsWith('.yaml'))) {
  test(`${file} can be played and is called as its file is`, () => {
    const scenario = parseScenario(readFileSync(path.join(SCENARIOS, file), 'utf8'), file);
    assert.equal(`${scenario.name}.yaml`, file);
  });
}

test('an unknown key at the top is refused with its path', () => {
  assert.deepEqual(faultsOf(`${SMALL}\nexpects: []\n`), ['expects: unknown key']);
});

test('an unknown key deep inside is refused with its path', () => {
  assert.deepEqual(faultsOf(SMALL.replace('shippingDelay', 'shipingDelay')), [
    'estate.links[0].shipingDelay: unknown key',
  ]);
});

test('an unknown key in a step names the step, and not every kind of step there is', () => {
  const faults = faultsOf(`${SMALL}steps:\n  - { at: 1s, region: westeurope, becomes: down, fast: true }\n`);
  assert.deepEqual(faults, ['steps[0].fast: unknown key']);
});

test('a wrong value in a step names the value', () => {
  const faults = faultsOf(`${SMALL}steps:\n  - { at: 1s, region: westeurope, becomes: sideways }\n`);
  assert.equal(faults.length, 1);
  assert.match(faults[0] ?? '', /^steps\[0\]\.becomes: .*"up"\|"down"/);
});

test('a bad duration says what one looks like', () => {
  assert.match(faultsOf(SMALL.replace('by: 5s', 'by: soon')).join(), /expect\[0\]\.by: .*400ms/);
});

test('all faults are listed at once', () => {
  const faults = faultsOf(SMALL.replace('story: One link.', 'stories: x').replace('name: small', 'name: Not Small'));
  assert.ok(faults.some((fault) => fault.startsWith('name:')));
  assert.ok(faults.some((fault) => fault.startsWith('story:')));
  assert.ok(faults.some((fault) => fault.startsWith('stories: unknown key')));
});

test('broken YAML is told with line and column', () => {
  assert.match(faultsOf('name: [unclosed\nstory: x')[0] ?? '', /^line \d+, column \d+: /);
});

test('a scenario that expects nothing proves nothing and is refused', () => {
  assert.match(faultsOf(SMALL.replace(/expect:\n.*\n/, 'expect: []\n')).join(), /^expect: /);
});
