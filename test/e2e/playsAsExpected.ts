import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';

export interface PlayLine {
  scenario: string;
  passed: boolean;
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

/** One test per scenario of the house: everything it expects holds, within a minute. */
export function playsAsExpected(scenario: string): void {
  test(`${scenario} plays as expected`, async () => {
    const { status, output, line } = await runPlay(scenario);
    assert.equal(status, 0, output);
    assert.equal(line?.scenario, scenario);
    assert.equal(line.passed, true);
    assert.ok(line.durationSeconds < 60, `took ${line.durationSeconds} s`);
  });
}
