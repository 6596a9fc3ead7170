import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { CONDITION_SCENARIOS } from '../../local/play/conditionScenarios.ts';

interface ConditionsLine {
  passed: boolean;
  scenarios: Array<{ name: string; passed: boolean; durationSeconds: number }>;
}

/** The one command, as a person would run it: the start of two dozen estates is paid for once. */
async function playConditions(): Promise<{ status: number | null; output: string; line: ConditionsLine }> {
  const child = spawn(process.execPath, ['local/play.ts', 'conditions', '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  const [status] = (await once(child, 'close')) as [number | null];
  const line = JSON.parse(output.trim().split('\n').at(-1) ?? '') as ConditionsLine;
  return { status, output, line };
}

test('every condition is raised, told once per channel and ended; what is no alarm stays silent', {
  timeout: 900_000,
}, async (t) => {
  const { status, output, line } = await playConditions();
  for (const name of CONDITION_SCENARIOS) {
    await t.test(name, () => {
      const played = line.scenarios.find((scenario) => scenario.name === name);
      assert.equal(played?.passed, true, timelineOf(name, output));
      assert.ok((played?.durationSeconds ?? 0) > 5, `took ${played?.durationSeconds} s: nothing was played`);
    });
  }
  assert.deepEqual(
    line.scenarios.map((scenario) => scenario.name),
    CONDITION_SCENARIOS,
  );
  assert.equal(line.passed, true);
  assert.equal(status, 0);
});

/** What the command printed of one that failed. */
const timelineOf = (name: string, output: string) =>
  output
    .split('\n--- ')
    .find((part) => part.startsWith(`${name}\n`))
    ?.slice(0, 8_000) ?? output.slice(-2_000);
