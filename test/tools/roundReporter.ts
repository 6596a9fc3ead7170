/**
 * A reporter for node's test runner: JSON lines for the summary at the end of `npm test`, one per test that ended, one for the totals.
 * Written beside the report for people, into a file, so that it lasts when the process does not.
 */
import path from 'node:path';
import { aboutFile, messageOf } from './failureMessage.ts';
import { NamesAround } from './namesAround.ts';

export type RoundRecord =
  | { kind: 'passed'; file: string; name: string }
  /** `name` has the names of what is around the test; it is empty for what befell a file as a whole. */
  | { kind: 'failed'; file: string; name: string; message: string }
  /** Told outside tests: an error after the end of one fails the run, and no test. */
  | { kind: 'warned'; message: string }
  /** As node counts them. Cancelled ones were cut off: by the clock, or by the failure of what is around them. */
  | { kind: 'totals'; tests: number; passed: number; failed: number; cancelled: number };

/** The part of the runner's events that is read here. */
export interface RoundEvent {
  type: string;
  data: {
    name?: string | undefined;
    nesting?: number | undefined;
    /** Where the test is written: not the test file, if a function of another file wrote it. */
    file?: string | undefined;
    /** The test file; absent when all files share a process. */
    entryFile?: string | undefined;
    message?: string | undefined;
    details?: { type?: string | undefined; error?: unknown };
    counts?: { tests: number; passed: number; failed: number; cancelled: number };
  };
}

/** Suites, and tests that failed because of their subtests, are left out: what is in them tells more. */
export default async function* roundReporter(events: AsyncIterable<RoundEvent>): AsyncGenerator<string> {
  const names = new NamesAround();
  /** What a file's process said beside its tests: why it does not load, for one. */
  const said = new Map<string, string>();
  for await (const { type, data } of events) {
    const { name = '', nesting = 0, details } = data;
    const file = data.entryFile ?? data.file ?? '';
    if (type === 'test:start') names.start(data.entryFile ?? '', nesting, name);
    if (type === 'test:stderr' || (type === 'test:diagnostic' && isWarning(data)))
      said.set(path.resolve(file), `${said.get(path.resolve(file)) ?? ''}${data.message ?? ''}`.slice(-SAID_MOST));
    if (type === 'test:diagnostic' && file === '' && isWarning(data))
      yield line({ kind: 'warned', message: data.message ?? '' });
    if (type === 'test:summary' && file === '' && data.counts !== undefined) {
      const { tests, passed, failed, cancelled } = data.counts;
      yield line({ kind: 'totals', tests, passed, failed, cancelled });
    }
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const isFile = file !== '' && path.resolve(name) === path.resolve(file);
    const told = { file: path.relative('', file), name: isFile ? '' : names.full(data.entryFile ?? '', nesting, name) };
    if (type === 'test:pass' && details?.type !== 'suite') yield line({ kind: 'passed', ...told });
    if (type === 'test:pass' || isAboutSubtests(details?.error)) continue;
    const message = isFile ? aboutFile(details?.error, said.get(path.resolve(file))) : messageOf(details?.error);
    yield line({ kind: 'failed', ...told, message });
  }
}

const SAID_MOST = 8_000;
const line = (record: RoundRecord) => `${JSON.stringify(record)}\n`;
const isAboutSubtests = (error: unknown) =>
  typeof error === 'object' && error !== null && 'failureType' in error && error.failureType === 'subtestsFailed';
/** Node tells of errors outside tests as it tells of its counts; only the word before them differs. */
const isWarning = ({ message = '' }: RoundEvent['data']) => /^(Error|Warning): /.test(message);
