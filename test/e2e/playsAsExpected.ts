import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import type { Score } from '../../local/play/scorecard.ts';

export interface PlayLine {
  scenario: string;
  passed: boolean;
  score: Score;
  durationSeconds: number;
  notifications: Array<{ channel: string; condition: string; reason: string }>;
  expectations: Array<{ expectation: string; holds: boolean; seen: string }>;
  bundle: string;
}

/** Runs `npm run play` as a person would, and reads its last line. */
export async function runPlay(
  ...args: string[]
): Promise<{ status: number; output: string; line: PlayLine | undefined }> {
  const child = spawn(process.execPath, ['local/play.ts', ...args, '--json'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const [status] = (await once(child, 'close')) as [number];
  const last = output.trim().split('\n').at(-1) ?? '';
  return { status, output, line: last.startsWith('{') ? (JSON.parse(last) as PlayLine) : undefined };
}

/** One test per scenario of the house: everything it expects holds, in time. */
export function playsAsExpected(scenario: string, withinSeconds = 60): void {
  test(`${scenario} plays as expected`, async () => {
    await passes(scenario, withinSeconds);
  });
}

/** The databases are moved, each once, and what was lost is within what was stated before. */
export function movesOnce(scenario: string, withinSeconds = 90): void {
  test(`${scenario} moves each database once, within the stated loss`, {
    timeout: timeoutMs(withinSeconds),
  }, async () => {
    const { score, expectations } = await passes(scenario, withinSeconds);
    assert.ok(holds(expectations, /^always acceptedForcedFailovers perDatabase atMost 1$/));
    for (const key of ['detectSeconds', 'decideSeconds', 'sendSeconds', 'verifiedSeconds'] as const) {
      const seconds = score[key];
      assert.ok(seconds !== null && seconds > 0, `${key} is ${seconds}`);
    }
    assert.equal(score.lossBoundHolds, true);
    assert.ok((score.lossSeconds ?? Number.NaN) <= (score.statedLossSeconds ?? Number.NaN));
  });
}

/** Nobody asked the estate for any failover, and the product says why. */
export function movesNothing(scenario: string, withinSeconds = 90): void {
  test(`${scenario} moves nothing, and says why`, { timeout: timeoutMs(withinSeconds) }, async () => {
    const { score, expectations } = await passes(scenario, withinSeconds);
    assert.ok(holds(expectations, /^always acceptedForcedFailovers perDatabase atMost 0$/));
    assert.ok(holds(expectations, /^always failoverCalls perDatabase atMost 0$/));
    assert.ok(holds(expectations, /^explained group shop gate \w+ open false/));
    assert.equal(score.verifiedSeconds, null);
    assert.equal(score.lossSeconds, null);
  });
}

/** The start of everything is not part of the play. */
const timeoutMs = (withinSeconds: number) => (withinSeconds + 60) * 1000;

async function passes(scenario: string, withinSeconds: number): Promise<PlayLine> {
  const { status, output, line } = await runPlay(scenario);
  assert.equal(status, 0, output);
  assert.ok(line);
  assert.equal(line.scenario, scenario);
  assert.equal(line.passed, true);
  assert.ok(line.durationSeconds < withinSeconds, `took ${line.durationSeconds} s`);
  return line;
}

const holds = (expectations: PlayLine['expectations'], pattern: RegExp) =>
  expectations.some((one) => pattern.test(one.expectation) && one.holds);
