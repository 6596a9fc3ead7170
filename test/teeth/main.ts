/** `npm run test:teeth`: plants bugs in copies of the sources and sees whether the tests notice. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { printJson, readCommandLine } from '../../local/tools/cli.ts';
import { teethPage } from './page.ts';
import { PLANTS } from './plants.ts';
import { tryPlants } from './tryPlants.ts';
import type { Outcome, Plant } from './types.ts';

const USAGE = `
npm run test:teeth -- [--only NAME] [--json] [--write-docs]
  Plants ${PLANTS.length} believable bugs, one at a time, in a copy of the sources, and runs the tests that ought to notice. The working
  tree is not touched.
  --only        the plant of that name, or all whose names begin so
  --json        the last line is {"plants","caught","survived":[NAME]}
  --write-docs  writes docs/teeth.md when all are caught
  Exit status 0 when every plant is caught, 1 when one survives, 2 when a plant does not fit, breaks the program, or a test fails without.`;

const root = path.resolve(import.meta.dirname, '../..');
const { values } = readCommandLine({
  usage: USAGE,
  options: { only: { type: 'string' }, json: { type: 'boolean' }, 'write-docs': { type: 'boolean' } },
});
const only = typeof values.only === 'string' ? values.only : undefined;
const exact = PLANTS.filter(({ name }) => name === only);
const plants = exact.length > 0 ? exact : PLANTS.filter(({ name }) => name.startsWith(only ?? ''));
if (plants.length === 0) {
  process.stderr.write(`no plant '${only}': expected one of\n${PLANTS.map(({ name }) => `  ${name}`).join('\n')}\n`);
  process.exit(2);
}
process.exitCode = await run();

async function run(): Promise<number> {
  const folder = await mkdtemp(path.join(tmpdir(), 'teeth-'));
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const startedAt = performance.now();
  try {
    const outcomes = await tryPlants(plants, {
      root,
      folder,
      concurrency: 2,
      limits: { testTimeoutMs: 12_000, timeoutMs: 60_000, signal: stop.signal },
      onOutcome: tell,
    });
    return await conclude(outcomes, (performance.now() - startedAt) / 1000);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function tell({ name, tests }: Plant, outcome: Outcome): void {
  const seconds = `${outcome.seconds.toFixed(1)} s`;
  const said = {
    caught: () => `caught by '${outcome.ended === 'caught' ? outcome.by : ''}'`,
    survived: () => `SURVIVED ${tests.join(', ')}`,
    broken: () => `BROKEN: ${outcome.ended === 'broken' ? outcome.why : ''}`,
  }[outcome.ended]();
  process.stdout.write(`${name}: ${said} (${seconds})\n`);
}

async function conclude(outcomes: ReadonlyMap<string, Outcome>, seconds: number): Promise<number> {
  const named = [...outcomes];
  const caught = named.flatMap(([name, outcome]) => (outcome.ended === 'caught' ? [[name, outcome.by] as const] : []));
  const survived = named.flatMap(([name, outcome]) => (outcome.ended === 'survived' ? [name] : []));
  const broken = named.length - caught.length - survived.length;
  process.stdout.write(
    `${named.length} plants, ${caught.length} caught, ${survived.length} survived, ${broken} broken, ${seconds.toFixed(0)} s\n`,
  );
  if (values['write-docs'] === true && only === undefined && caught.length === PLANTS.length) {
    await writeFile(path.join(root, 'docs', 'teeth.md'), teethPage(PLANTS, new Map(caught)));
  }
  if (values.json === true) printJson({ plants: named.length, caught: caught.length, survived });
  if (broken > 0) return 2;
  return survived.length > 0 ? 1 : 0;
}
