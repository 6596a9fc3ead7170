import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { CONDITION_SCENARIOS } from '../../../local/play/conditionScenarios.ts';
import type { Expectation } from '../../../local/play/expectationSchema.ts';
import { parseScenario } from '../../../local/play/load.ts';
import { CONDITIONS } from '../../../shared/alerting/types.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const kebab = (name: string) => name.replaceAll(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
const SILENT = ['idle-then-one-commit', 'short-null', 'database-copy', 'planned-scale-up'];
const CHANNELS = ['teams', 'smtp'];

async function read(name: string) {
  return parseScenario(await readFile(path.join(root, 'local', 'scenarios', `${name}.yaml`), 'utf8'), name);
}

const tells = (expect: Expectation[], channel: string, condition: string, reason: string) =>
  expect.some(
    (one) =>
      'by' in one &&
      'notified' in one &&
      one.notified.channel === channel &&
      one.notified.condition === condition &&
      one.notified.reason === reason,
  );

/** The most messages of any kind that a channel may get; `undefined`: of all channels together. */
const mostOf = (expect: Expectation[], channel: string | undefined) =>
  expect
    .flatMap((one) => ('always' in one && 'notified' in one.always ? [one.always.notified] : []))
    .find((always) => always.condition === undefined && always.reason === undefined && always.channel === channel)
    ?.atMost;

test('the list has every condition there is, what must not alarm anybody, and metrics only', () => {
  assert.deepEqual(CONDITION_SCENARIOS, [...CONDITIONS.map(kebab), ...SILENT, 'metrics-only']);
});

for (const condition of CONDITIONS) {
  test(`${kebab(condition)} asks each channel for ${condition}'s beginning and its end, and for nothing else`, async () => {
    const { name, expect, steps } = await read(kebab(condition));
    assert.equal(name, kebab(condition));
    assert.ok(steps.length > 0, 'without a step it would hold from the start');
    for (const channel of CHANNELS) {
      assert.ok(tells(expect, channel, condition, 'first'), `${channel} first`);
      assert.ok(tells(expect, channel, condition, 'resolved'), `${channel} resolved`);
      // Two databases are without a geo-secondary when a link is given up: both of its ends.
      assert.equal(mostOf(expect, channel), condition === 'Unprotected' ? 4 : 2, channel);
    }
  });
}

for (const scenario of SILENT) {
  test(`${scenario} lets no channel be told anything`, async () => {
    const { name, expect, lasts } = await read(scenario);
    assert.equal(name, scenario);
    assert.equal(mostOf(expect, undefined), 0);
    assert.ok((lasts ?? 0) >= 10_000);
  });
}
