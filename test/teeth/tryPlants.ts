/** Plants one bug at a time in a copy of the sources and asks the tests. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { mapBounded } from '../../shared/limits/mapBounded.ts';
import { applyPlant, StalePlantError } from './applyPlant.ts';
import { type RunLimits, runTests } from './runTests.ts';
import { copySources } from './sources.ts';
import type { Outcome, Plant } from './types.ts';

export interface Bench {
  /** The repository, which is only read. */
  root: string;
  /** An empty folder for the copies. */
  folder: string;
  limits: RunLimits;
  /** Plants tried at the same time. */
  concurrency: number;
  onOutcome?: (plant: Plant, outcome: Outcome) => void;
}

/** Thrown when the tests fail without a plant: then they cannot judge one. */
export class BaselineError extends Error {
  override name = 'BaselineError';
}

/**
 * Tries every plant. All of them are fitted before anything is run, and all on one copy that was taken at the start: edits meanwhile
 * do not count.
 * @throws StalePlantError, BaselineError
 */
export async function tryPlants(plants: readonly Plant[], bench: Bench): Promise<Map<string, Outcome>> {
  const clean = path.join(bench.folder, 'clean');
  await copySources(bench.root, clean);
  const planted = await fitAll(plants, clean);
  const baseline = baselines(clean, bench.limits);
  // One copy for each that is tried at the same time: copying for every plant would take longer than the tests.
  const idle = Array.from({ length: bench.concurrency }, (_, index) => path.join(bench.folder, `copy-${index}`));
  await Promise.all(idle.map((copy) => copySources(clean, copy)));
  const outcomes = await mapBounded(plants, bench.concurrency, async (plant, index) => {
    await baseline(plant.tests);
    const copy = idle.pop() ?? '';
    const outcome = await tryOne(plant, planted[index] ?? '', copy, bench.limits);
    idle.push(copy);
    bench.onOutcome?.(plant, outcome);
    return outcome;
  });
  return new Map(plants.flatMap((plant, index) => (outcomes[index] ? [[plant.name, outcomes[index]]] : [])));
}

/** All that do not fit are told at once. */
async function fitAll(plants: readonly Plant[], folder: string): Promise<string[]> {
  const stale: string[] = [];
  const planted: string[] = [];
  for (const plant of plants) {
    try {
      planted.push(applyPlant(plant, await readFile(path.join(folder, plant.file), 'utf8')));
    } catch (error) {
      stale.push(error instanceof Error ? error.message : String(error));
    }
  }
  if (stale.length > 0) throw new StalePlantError(stale.join('\n'));
  return planted;
}

async function tryOne(plant: Plant, text: string, copy: string, limits: RunLimits): Promise<Outcome> {
  const file = path.join(copy, plant.file);
  const original = await readFile(file);
  try {
    await writeFile(file, text);
    const { failed, broken, seconds } = await runTests(copy, plant.tests, limits);
    if (failed !== undefined) return { ended: 'caught', by: failed, seconds };
    return broken === undefined ? { ended: 'survived', seconds } : { ended: 'broken', why: broken, seconds };
  } finally {
    await writeFile(file, original);
  }
}

/** Each set of files is run once without a plant. */
function baselines(clean: string, limits: RunLimits): (tests: readonly string[]) => Promise<void> {
  const runs = new Map<string, Promise<void>>();
  return (tests) => {
    const key = [...tests].sort().join('\n');
    const run = runs.get(key) ?? judgeBaseline(clean, tests, limits);
    runs.set(key, run);
    return run;
  };
}

async function judgeBaseline(clean: string, tests: readonly string[], limits: RunLimits): Promise<void> {
  const { failed, broken } = await runTests(clean, tests, limits);
  const seen = failed === undefined ? broken : `'${failed}' failing`;
  if (seen === undefined) return;
  throw new BaselineError(`Expected ${tests.join(', ')} to pass without any plant, saw ${seen}. Mend that first.`);
}
