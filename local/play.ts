import { playConditions } from './play/conditions.ts';
import { journalLines } from './play/journalLines.ts';
import { ScenarioFaults } from './play/load.ts';
import { readScenario, runScenario } from './play/run.ts';
import { scoreLines } from './play/scoreLines.ts';
import { PLAYS_AT_ONCE } from './play/sideBySide.ts';
import { printJson, readCommandLine, wholeNumber } from './tools/cli.ts';

const { values, positionals } = readCommandLine({
  usage: `
npm run play -- SCENARIO|PATH [--json] [--log]
npm run play -- conditions [--json] [--at-once N]
  Plays a scenario: a name of local/scenarios, or any YAML file of that shape (docs/scenarios.md). Starts the estate, Azurite, the
  Functions host and the built app on free ports, does what the file says, prints a timeline, checks what it expects, stops.
  --json   the last line is {"scenario","passed","score","durationSeconds","notifications","expectations","bundle"}
  --log    prints the app's own log
  conditions plays the scenario of every condition, and those that must not alarm anybody, N at once,
  each in a process of its own; the last line is {"passed","scenarios":[{"name","passed","durationSeconds"}]}.
  Exit status 0 when every expectation held, 1 when one did not, 2 when the file cannot be played.`,
  options: { json: { type: 'boolean' }, log: { type: 'boolean' }, 'at-once': { type: 'string' } },
  positionals: { least: 1, most: 1 },
});

const seconds = (ms: number) => Math.round(ms / 100) / 10;

try {
  if (positionals[0] === 'conditions') {
    const atOnce = wholeNumber(values['at-once'], 'at-once', PLAYS_AT_ONCE, 1);
    process.exit((await playConditions({ json: values.json === true, atOnce })) ? 0 : 1);
  }
  const scenario = await readScenario(positionals[0] ?? '');
  const result = await runScenario(scenario, {
    announce: (atMs, line) => process.stdout.write(`${seconds(atMs).toFixed(1).padStart(6)} s  ${line}\n`),
    ...(values.log ? { onLog: (line: string) => process.stdout.write(`          | ${line}\n`) } : {}),
  });
  for (const failure of result.expectations.filter((expectation) => !expectation.holds)) {
    process.stdout.write(`FAILED ${scenario.name}: expected ${failure.expectation}; seen: ${failure.seen}\n`);
  }
  if (values.log || !result.passed) {
    for (const line of journalLines(result.operations)) process.stdout.write(`${line}\n`);
  }
  for (const line of scoreLines(result.score)) process.stdout.write(`${line}\n`);
  process.stdout.write(`${result.passed ? 'passed' : 'failed'} ${scenario.name} in ${seconds(result.durationMs)} s\n`);
  if (values.json) {
    printJson({
      scenario: scenario.name,
      passed: result.passed,
      score: result.score,
      durationSeconds: seconds(result.durationMs),
      notifications: result.notifications.map(({ atMs, ...note }) => ({ atSeconds: seconds(atMs), ...note })),
      expectations: result.expectations.map(({ atMs, ...rest }) => ({
        ...rest,
        atSeconds: atMs === null ? null : seconds(atMs),
      })),
      bundle: result.bundle,
    });
  }
  // Not left to the event loop: Node's own clean-up can wait for ever for a TLS stream whose socket died (see test/tools/runTests.ts).
  process.exit(result.passed ? 0 : 1);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(error instanceof ScenarioFaults ? 2 : 1);
}
