/** Rounds of node's test runner, one after the other, and one summary of them all at the very end. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RoundRecord } from './roundReporter.ts';
import { type ProcessReport, type RoundReport, summaryOf } from './summary.ts';

export interface Round {
  name: string;
  files: string[];
  /** How many processes run at once. */
  sideBySide: number;
  /**
   * The files share those processes, and run in each of them one after the other. Otherwise each file has one of its own.
   * @default false
   */
  areTogether?: boolean;
  /**
   * When a process is killed that runs files together: nobody else watches over a test that never comes back.
   * @default 600000
   */
  atMostMs?: number;
}

const TOGETHER_AT_MOST_MS = 600_000;
const HERE = import.meta.dirname;

/** Prints the report of each round, then the summary. The status is that of the last round that failed, 0 if none did. */
export async function runRounds(rounds: readonly Round[], root: string): Promise<number> {
  const reports: RoundReport[] = [];
  for (const round of rounds) if (round.files.length > 0) reports.push(await runRound(round, root));
  process.stdout.write(`\n${summaryOf(reports)}`);
  const statuses = reports.flatMap(({ processes }) => processes.map(({ status }) => status ?? 1));
  return statuses.findLast((status) => status !== 0) ?? 0;
}

async function runRound({ name, files, sideBySide, areTogether = false, atMostMs }: Round, root: string) {
  const startedAt = performance.now();
  const processes = areTogether
    ? await Promise.all(
        dealt(files, sideBySide).map((some) =>
          runProcess(root, ['--test-isolation=none', ...some], 'pipe', atMostMs ?? TOGETHER_AT_MOST_MS),
        ),
      )
    : [await runProcess(root, [`--test-concurrency=${sideBySide}`, ...files], 'inherit')];
  return { name, seconds: (performance.now() - startedAt) / 1000, processes };
}

/** What is piped is printed when the process has ended: the reports of two would be mixed line by line. */
async function runProcess(root: string, args: string[], stdout: 'pipe' | 'inherit', timeout?: number) {
  const folder = await mkdtemp(path.join(tmpdir(), 'geowarden-test-'));
  try {
    const recordsFile = path.join(folder, 'records.jsonl');
    const child = spawn(process.execPath, [...flags(recordsFile), ...args], {
      cwd: root,
      stdio: ['inherit', stdout, 'inherit'],
      env: environment(root),
      ...(timeout === undefined ? {} : { timeout, killSignal: 'SIGKILL' }),
    });
    const printed: Buffer[] = [];
    child.stdout?.on('data', (data: Buffer) => printed.push(data));
    const [status, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    process.stdout.write(Buffer.concat(printed));
    return { status, signal, ...sorted(await readFile(recordsFile, 'utf8').catch(() => '')) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function flags(recordsFile: string): string[] {
  return [
    '--import',
    path.join(HERE, 'fastCheckSeed.ts'),
    '--import',
    path.join(HERE, 'endAtOnce.ts'),
    '--test',
    '--test-timeout=180000',
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    `--test-reporter=${path.join(HERE, 'roundReporter.ts')}`,
    `--test-reporter-destination=${recordsFile}`,
  ];
}

/** Half a thousand processes would each compile the same sources again. */
function environment(root: string): NodeJS.ProcessEnv {
  const cache = path.join(root, 'node_modules', '.cache', 'compiled');
  return { NODE_COMPILE_CACHE: cache, ...process.env };
}

/** Like cards: neighbours are alike, and take alike. */
const dealt = (files: readonly string[], hands: number): string[][] =>
  Array.from({ length: hands }, (_, hand) => files.filter((_, index) => index % hands === hand)).filter(
    (some) => some.length > 0,
  );

function sorted(text: string): Omit<ProcessReport, 'status' | 'signal'> {
  const records = text.split('\n').flatMap(recordIn);
  const totals = records.find((record) => record.kind === 'totals');
  const last = records.findLast((record) => record.kind === 'passed' || record.kind === 'failed');
  return {
    ...(totals === undefined ? {} : { totals }),
    ...(last === undefined ? {} : { last }),
    passed: records.filter((record) => record.kind === 'passed').length,
    failures: records.filter((record) => record.kind === 'failed'),
    warnings: records.flatMap((record) => (record.kind === 'warned' ? [record.message] : [])),
  };
}

/** The last line of a process that was killed may be half a line. */
function recordIn(line: string): RoundRecord[] {
  try {
    return [JSON.parse(line) as RoundRecord];
  } catch {
    return [];
  }
}
