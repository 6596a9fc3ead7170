import { printJson } from '../tools/cli.ts';
import { CONDITION_SCENARIOS } from './conditionScenarios.ts';
import { type Played, playInProcess, playSideBySide } from './sideBySide.ts';

/** Plays every scenario of the conditions and prints a table; whole timelines only of what failed. @returns whether all passed */
export async function playConditions(options: { json: boolean; atOnce: number }): Promise<boolean> {
  process.stdout.write(`${CONDITION_SCENARIOS.length} scenarios, ${options.atOnce} at once\n`);
  const startedAt = performance.now();
  const played = await playSideBySide(CONDITION_SCENARIOS, playInProcess, {
    atOnce: options.atOnce,
    told: (one) => process.stdout.write(rowOf(one)),
  });
  const failed = played.filter((one) => !one.passed);
  for (const { name, output } of failed) process.stdout.write(`\n--- ${name}\n${output.trim()}\n`);
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  process.stdout.write(`\n${played.map(rowOf).join('')}${played.length - failed.length} of ${played.length} passed `);
  process.stdout.write(`in ${seconds} s\n`);
  const passed = failed.length === 0;
  if (options.json) printJson({ passed, scenarios: played.map(({ output, ...row }) => row) });
  return passed;
}

const rowOf = ({ name, passed, durationSeconds }: Played) =>
  `${passed ? 'passed' : 'FAILED'}  ${name.padEnd(24)} ${durationSeconds.toFixed(1).padStart(6)} s\n`;
