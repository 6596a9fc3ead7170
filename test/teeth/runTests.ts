import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { REPORTER, type TestEnd } from './failures.ts';

const ONE_SEED = new URL('../tools/fastCheckSeed.ts', import.meta.url).href;

export interface TestRun {
  /** Tests that ended well before the first failure. */
  passed: number;
  /** The first test that failed, unless it was a file that could not be run. */
  failed?: string;
  /** Why there is no verdict. */
  broken?: string;
  seconds: number;
}

export interface RunLimits {
  /** For one test: a plant may take away the end of something. */
  testTimeoutMs: number;
  /** For all of them; then everything that was started is killed. */
  timeoutMs: number;
  signal?: AbortSignal;
}

/** Runs `node --test` on the files in `folder` up to the first failure, with a folder of its own for temporary files. */
export async function runTests(folder: string, files: readonly string[], limits: RunLimits): Promise<TestRun> {
  limits.signal?.throwIfAborted();
  const startedAt = performance.now();
  const temporary = await mkdtemp(path.join(folder, '.temporary-'));
  const { NODE_TEST_CONTEXT: _inATest, NODE_OPTIONS: _options, ...environment } = process.env;
  const child = spawn(
    process.execPath,
    [
      // Without it a property may fail by chance, and a plant that it catches may slip past.
      '--import',
      ONE_SEED,
      '--test',
      `--test-timeout=${limits.testTimeoutMs}`,
      '--test-concurrency=1',
      `--test-reporter=${REPORTER}`,
      ...files,
    ],
    // A group of its own, so that what the tests started ends with it.
    { cwd: folder, detached: true, stdio: ['ignore', 'pipe', 'ignore'], env: { ...environment, TMPDIR: temporary } },
  );
  const closed = new Promise<number | null>((resolve) => {
    child.on('close', resolve);
    child.on('error', () => resolve(null));
  });
  const kill = () => killGroup(child.pid);
  const timer = setTimeout(kill, limits.timeoutMs);
  limits.signal?.addEventListener('abort', kill, { once: true });
  const seen: { passed: number; failed?: string; file?: string } = { passed: 0 };
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const end = testEnd(line);
      if (end === undefined) continue;
      if (end.passed) seen.passed += 1;
      else if (end.isFile) seen.file ??= end.name;
      else {
        seen.failed = end.name;
        break;
      }
    }
  } finally {
    clearTimeout(timer);
    kill();
    limits.signal?.removeEventListener('abort', kill);
  }
  const status = await closed;
  await rm(temporary, { recursive: true, force: true, maxRetries: 5 });
  const seconds = (performance.now() - startedAt) / 1000;
  if (seen.failed !== undefined) return { passed: seen.passed, failed: seen.failed, seconds };
  const broken = verdictless(status, seen, limits);
  return { passed: seen.passed, ...(broken === undefined ? {} : { broken }), seconds };
}

function verdictless(
  status: number | null,
  seen: { passed: number; file?: string },
  { timeoutMs }: RunLimits,
): string | undefined {
  if (seen.file !== undefined) return `${seen.file} could not be run`;
  if (status === null) return `the tests did not end within ${timeoutMs} ms`;
  if (status !== 0) return `node --test ended with status ${status} and named no test`;
  return seen.passed === 0 ? 'no test ran' : undefined;
}

/** Undefined for what a test printed by itself. */
function testEnd(line: string): TestEnd | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const isEnd = typeof value === 'object' && value !== null && 'passed' in value && 'isFile' in value;
    return isEnd ? (value as TestEnd) : undefined;
  } catch {
    return undefined;
  }
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Everything has ended already.
  }
}
