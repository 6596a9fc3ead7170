/** The end of `npm test`: whoever sees nothing but its last hundred lines learns which tests failed. */
import { bounded } from './failureMessage.ts';
import type { RoundRecord } from './roundReporter.ts';

type Failure = Extract<RoundRecord, { kind: 'failed' }>;

/** One process of the test runner. */
export interface ProcessReport {
  status: number | null;
  signal: NodeJS.Signals | null;
  /** Absent when it died before it could tell. */
  totals?: Extract<RoundRecord, { kind: 'totals' }>;
  /** Tests that were seen to pass. */
  passed: number;
  /** The test that ended last. */
  last?: { file: string; name: string };
  failures: Failure[];
  warnings: string[];
}

export interface RoundReport {
  name: string;
  seconds: number;
  processes: ProcessReport[];
}

const MOST_FAILURES = 20;

/** Messages first, then the numbers, and the names last: those of twenty failures stand in the last hundred lines in any case. */
export function summaryOf(rounds: readonly RoundReport[]): string {
  const processes = rounds.flatMap((round) => round.processes);
  const failures = processes.flatMap((one) => one.failures);
  const shown = failures.slice(-MOST_FAILURES);
  const beyond = failures.length - shown.length;
  const trouble = rounds.flatMap(troubleOf);
  const lines = [
    ...shown.flatMap((failure) => [`✖ ${nameOf(failure)}`, ...indented(failure.message), '']),
    ...table(rounds),
    ...trouble.map((sentence) => `✖ ${sentence}`),
    ...(shown.length === 0 ? [] : ['', 'What failed, in the order in which it ended:']),
    ...(beyond === 0 ? [] : [`  … ${beyond} more before these: their reports are further up`]),
    ...shown.map((failure) => `  ✖ ${nameOf(failure)}`),
    '',
    processes.every(({ status }) => status === 0) ? 'Every round passed.' : 'Not every round passed.',
  ];
  return `${lines.join('\n')}\n`;
}

/** Of a file as a whole there is no other name. */
const nameOf = ({ file, name }: { file: string; name: string }) => [file, name].filter(Boolean).join(' › ');
const indented = (text: string) => text.split('\n').map((line) => `    ${line}`.trimEnd());

function table(rounds: readonly RoundReport[]): string[] {
  const rows = rounds.map(({ name, seconds, processes }) => ({
    name,
    tests: sum(processes, ({ totals, passed, failures }) => totals?.tests ?? passed + failures.length),
    passed: sum(processes, ({ totals, passed }) => totals?.passed ?? passed),
    failed: sum(processes, ({ totals, failures }) =>
      totals === undefined ? failures.length : totals.failed + totals.cancelled,
    ),
    seconds,
  }));
  const all = {
    name: 'all',
    tests: sum(rows, ({ tests }) => tests),
    passed: sum(rows, ({ passed }) => passed),
    failed: sum(rows, ({ failed }) => failed),
    seconds: sum(rows, ({ seconds }) => seconds),
  };
  const width = Math.max(...[...rows, all].map(({ name }) => name.length));
  const line = (name: string, ...cells: string[]) =>
    [name.padEnd(width), ...cells.map((cell) => cell.padStart(COLUMN))].join('');
  return [
    line('', 'tests', 'passed', 'failed', 'seconds'),
    ...[...rows, all].map(({ name, tests, passed, failed, seconds }) =>
      line(name, `${tests}`, `${passed}`, `${failed}`, seconds.toFixed(1)),
    ),
  ];
}

const COLUMN = 10;

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

/** What no test tells: a process that died, and one that failed though none of its tests did. */
function troubleOf({ name, seconds, processes }: RoundReport): string[] {
  return processes.flatMap(({ status, signal, totals, passed, last, failures, warnings }) => {
    const told = warnings.map((warning) => `${name}: ${bounded(warning)}`);
    if (totals === undefined) {
      const end = signal === null ? `ended with status ${status}` : `was ended by ${signal}`;
      const seen =
        last === undefined ? 'no test had ended' : `${passed} tests had passed, the last to end was ${nameOf(last)}`;
      return [...told, `${name}: the test runner ${end} within ${seconds.toFixed(1)} s and gave no summary; ${seen}`];
    }
    if (status === 0 || failures.length > 0 || told.length > 0) return told;
    return [`${name}: ended with status ${status}, though no test is known to have failed; see its report above`];
  });
}
