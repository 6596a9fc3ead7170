/** A reporter for node's test runner: one JSON line per test that ended, and nothing else. */
import { relative } from 'node:path';
import { NamesAround } from '../tools/namesAround.ts';

/** One test that ended. */
export interface TestEnd {
  passed: boolean;
  /** With the names of the suites around it; the file's own path when the file could not be run. */
  name: string;
  isFile: boolean;
}

/** The part of the runner's events that is read here. */
export interface RunnerEvent {
  type: string;
  data: {
    name?: string;
    nesting?: number;
    file?: string | undefined;
    details?: { type?: string | undefined; error?: unknown };
  };
}

/** Suites, and tests with subtests, are left out: what is in them tells more. */
export default async function* failures(events: AsyncIterable<RunnerEvent>): AsyncGenerator<string> {
  const names = new NamesAround();
  for await (const { type, data } of events) {
    const { name = '', nesting = 0, file = '', details } = data;
    if (type === 'test:start') names.start(file, nesting, name);
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const passed = type === 'test:pass';
    if (passed ? details?.type === 'suite' : failureType(details?.error) === 'subtestsFailed') continue;
    const isFile = nesting === 0 && file !== '' && relative(process.cwd(), file) === name;
    const end: TestEnd = { passed, name: names.full(file, nesting, name), isFile };
    yield `${JSON.stringify(end)}\n`;
  }
}

function failureType(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'failureType' in error ? error.failureType : undefined;
}

export const REPORTER = import.meta.filename;
