/** Reads a scenario file and says everything that is wrong with it at once. */
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { type Scenario, scenarioSchema } from './schema.ts';
import { type Step, stepSchema } from './stepSchema.ts';

/** Thrown when a scenario file cannot be played. `faults` has one line each, with its path. */
export class ScenarioFaults extends Error {
  readonly faults: string[];
  constructor(source: string, faults: string[]) {
    super(`${source} cannot be played:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'ScenarioFaults';
    this.faults = faults;
  }
}

/** @throws ScenarioFaults */
export function parseScenario(text: string, source: string): Scenario {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    throw new ScenarioFaults(
      source,
      document.errors.map((error) => {
        const { line, col } = lines.linePos(error.pos[0]);
        return `line ${line}, column ${col}: ${error.message}`;
      }),
    );
  }
  const result = scenarioSchema.safeParse(document.toJS());
  if (!result.success)
    throw new ScenarioFaults(
      source,
      result.error.issues.flatMap((issue) => describe(issue, [])),
    );
  return result.data;
}

/**
 * One step given by itself, as the console's API takes it: now, so `at` may be left out.
 * @throws ScenarioFaults
 */
export function parseStep(value: unknown): Step {
  const given = typeof value === 'object' && value !== null && !Array.isArray(value) ? { at: '0s', ...value } : value;
  const result = stepSchema.safeParse(given);
  if (!result.success)
    throw new ScenarioFaults(
      'the step',
      result.error.issues.flatMap((issue) => describe(issue, [])),
    );
  return result.data;
}

/** Of a union, the variant that fits best speaks: telling about all of them would bury the mistake. */
function describe(issue: z.core.$ZodIssue, parents: PropertyKey[]): string[] {
  const path = [...parents, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const best = [...issue.errors].sort((a, b) => misfit(a) - misfit(b))[0] ?? [];
    return best.flatMap((inner) => describe(inner, path));
  }
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => `${showPath([...path, key])}: unknown key`);
  return [`${showPath(path)}: ${issue.message}`];
}

/** A variant that does not know a key is further off than one whose value is wrong. */
function misfit(issues: z.core.$ZodIssue[]): number {
  return issues.reduce((sum, issue) => {
    if (issue.code === 'unrecognized_keys') return sum + 10 * issue.keys.length;
    if (issue.code === 'invalid_union') return sum + Math.min(...issue.errors.map(misfit));
    return sum + (issue.path.length > 1 ? 1 : 12);
  }, 0);
}

function showPath(path: PropertyKey[]): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`))
    .join('');
}
