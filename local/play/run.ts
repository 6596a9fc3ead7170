/** One scenario from file to verdict: starts everything on free ports, plays, stops everything. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startDesk } from '../desk/desk.ts';
import type { Desk } from '../desk/types.ts';
import { completeDefinition } from '../estate/model/definition.ts';
import { type Bundle, repositoryRoot } from '../tools/bundle.ts';
import { parseScenario } from './load.ts';
import { type PlayResult, play } from './player.ts';
import { askStatus } from './product.ts';
import type { Scenario } from './schema.ts';
import { toPartialDefinition } from './toDefinition.ts';
import type { Announce } from './watch.ts';

export interface RunOptions {
  announce: Announce;
  bundle?: Bundle;
  /** Keeps the host's log and the data folder when the scenario fails. */
  onLog?: (line: string) => void;
}

export interface RunResult extends PlayResult {
  scenario: string;
  bundle: string;
}

/** How long the app may take to have sampled every link before the scenario's clock starts: several may start together on two cores. */
const WATCHING_DEADLINE_MS = 90_000;

/** A name stands for a file of local/scenarios; anything with a slash or an ending is a path. */
function scenarioPath(nameOrPath: string): string {
  return /[/\\.]/.test(nameOrPath)
    ? path.resolve(nameOrPath)
    : path.join(repositoryRoot, 'local', 'scenarios', `${nameOrPath}.yaml`);
}

/** @throws ScenarioFaults when the file cannot be played, Error when it cannot be read. */
export async function readScenario(nameOrPath: string): Promise<Scenario> {
  const file = scenarioPath(nameOrPath);
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Error(`no scenario '${nameOrPath}': expected a name of local/scenarios or a path, looked at ${file}`);
  });
  return parseScenario(text, path.basename(file));
}

/** @throws Error when the desk does not start or the app never gets to see its links. */
export async function runScenario(scenario: Scenario, options: RunOptions): Promise<RunResult> {
  const dataFolder = await mkdtemp(path.join(tmpdir(), `geowarden-${scenario.name}-`));
  try {
    const desk = await startDesk({
      definition: completeDefinition(toPartialDefinition(scenario.estate)),
      configuration: scenario.configuration,
      dataFolder,
      ports: { app: 0, console: 'none' },
      gateJournals: scenario.steps.some((step) => 'app' in step && step.app === 'killedAfterJournal'),
      ...(options.bundle ? { bundle: options.bundle } : {}),
      ...(options.onLog ? { onLog: options.onLog } : {}),
    });
    try {
      await untilWatching(desk);
      options.announce(0, `watching: ${scenario.story}`);
      const result = await play(scenario, desk, options.announce);
      return { scenario: scenario.name, bundle: desk.bundle.hash, ...result };
    } finally {
      await desk.close();
    }
  } finally {
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The scenario's clock starts when every link has been sampled: its times speak of an app that watches. */
async function untilWatching(desk: Desk): Promise<void> {
  const deadline = performance.now() + WATCHING_DEADLINE_MS;
  let seen = 'no answer from /api/status';
  while (performance.now() < deadline) {
    const status = await askStatus({ url: desk.appUrl, masterKey: desk.masterKey });
    if (status?.health === 'ok' && status.links?.every((link) => link.state !== 'pending')) return;
    if (status) {
      const states = (status.links ?? []).map((link) => link.state).join(', ') || 'no links';
      const problems = (status.problems ?? []).map((problem) => JSON.stringify(problem)).join('; ');
      seen = `health ${status.health}, ${states}${problems === '' ? '' : `; problems: ${problems}`}`;
      if (status.health === 'misconfigured') break;
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new Error(
    `the app did not get to watch every link within ${WATCHING_DEADLINE_MS / 1000} s; last seen: ${seen}`,
  );
}
