/** Starts the local host as a child process, and stops it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { loadKeys } from './keys.ts';

export interface HostClientOptions {
  /** Holds host.json, package.json and the built app. */
  appFolder: string;
  /** 0 takes a free port. */
  port: number;
  /** A JSON file with NameMapEntry[]; undefined leaves the network as it is. */
  nameMapFile: string | undefined;
  /** App settings, on top of this process's environment. */
  environment: Record<string, string>;
  /** Kept where the caller wants the keys to survive; a private temporary file otherwise. */
  keysFile?: string;
  /** @default true */
  timers?: boolean;
  /** Lines of the host's and the app's log. */
  onLog?: (line: string) => void;
  /** How long the app may take to serve. @default 60_000 */
  startTimeoutMs?: number;
  /** How long running functions may take to end after SIGTERM. @default 20 */
  drainSeconds?: number;
}

export interface RunningHost {
  url: string;
  functions: string[];
  masterKey: string;
  hostKey: string;
  /** The key that Event Grid subscriptions carry. */
  eventGridKey: string;
  processId: number;
  /** Resolves when the process has ended: its exit code, or null after a signal that killed it. */
  exited: Promise<number | null>;
  /** SIGTERM (the default) drains and gives code 0. Safe to call twice. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<{ code: number | null }>;
}

/** Thrown when the app does not come to serve; the message carries the last lines of its log. */
export class HostStartError extends Error {
  override name = 'HostStartError';
}

const KEPT_LINES = 15;
/** What a stop may take beyond the drain: the appTerminate hooks and the end of the process. */
const STOP_MARGIN_MS = 15_000;

/** Starts one app and resolves when it serves. @throws HostStartError */
export async function startHost(options: HostClientOptions): Promise<RunningHost> {
  const ownFolder = options.keysFile === undefined ? mkdtempSync(path.join(tmpdir(), 'host-keys-')) : undefined;
  const keysFile = options.keysFile ?? path.join(ownFolder ?? tmpdir(), 'keys.json');
  const keys = loadKeys(keysFile);
  const child = spawnHost(options, keysFile);
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  if (ownFolder) void exited.then(() => rmSync(ownFolder, { recursive: true, force: true }));
  const ready = await waitForReady(child, options).catch(async (error: unknown) => {
    child.kill('SIGKILL');
    await exited;
    throw error;
  });
  const drainMs = (options.drainSeconds ?? 20) * 1000;
  return {
    ...ready,
    masterKey: keys.masterKey,
    hostKey: keys.hostKeys.default ?? '',
    eventGridKey: keys.systemKeys.eventgrid_extension ?? '',
    processId: child.pid ?? 0,
    exited,
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      const killer = setTimeout(() => child.kill('SIGKILL'), drainMs + STOP_MARGIN_MS);
      const code = await exited;
      clearTimeout(killer);
      return { code };
    },
  };
}

function spawnHost(options: HostClientOptions, keysFile: string): ChildProcess {
  const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const { nameMapFile, timers = true, drainSeconds = 20 } = options;
  const names = nameMapFile === undefined ? [] : ['--import', file('./preload.ts')];
  const flags = [
    '--app',
    options.appFolder,
    '--port',
    String(options.port),
    '--keys',
    keysFile,
    '--drain-seconds',
    String(drainSeconds),
  ];
  return spawn(
    process.execPath,
    [
      '--import',
      file('../desk/dieWithParent.ts'),
      ...names,
      file('./main.ts'),
      ...flags,
      ...(timers ? [] : ['--no-timers']),
    ],
    {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: {
        ...process.env,
        // Meant for the caller (a test runner's, say), not for the app.
        NODE_OPTIONS: '',
        ...options.environment,
        ...(nameMapFile === undefined ? {} : { LOCAL_NAME_MAP: nameMapFile }),
      },
    },
  );
}

function waitForReady(child: ChildProcess, options: HostClientOptions): Promise<{ url: string; functions: string[] }> {
  const { onLog = () => {}, startTimeoutMs = 60_000 } = options;
  const lines: string[] = [];
  return new Promise((resolve, reject) => {
    const settle = (action: () => void) => {
      clearTimeout(timer);
      action();
    };
    const fail = (what: string) =>
      settle(() =>
        reject(new HostStartError(`The local host ${what}. Its last lines:\n${lines.join('\n') || '(none)'}`)),
      );
    const timer = setTimeout(
      () => fail(`did not serve ${options.appFolder} within ${startTimeoutMs} ms`),
      startTimeoutMs,
    );
    const keep = (line: string) => {
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
      onLog(line);
    };
    const read = (line: string) => {
      const ready = parseReady(line);
      if (!ready) return keep(line);
      if (ready.functions.length === 0) fail(`found no functions in ${options.appFolder}`);
      else settle(() => resolve(ready));
    };
    if (child.stdout) createInterface({ input: child.stdout }).on('line', read);
    if (child.stderr) createInterface({ input: child.stderr }).on('line', keep);
    child.once('error', (error) => fail(`could not be started: ${error.message}`));
    // 'close' comes after the last line was read, 'exit' may come before it.
    child.once('close', (code, signal) => fail(`ended before it served (${signal ?? `exit code ${code}`})`));
  });
}

/** The ready line of main.ts; undefined for any other line. */
function parseReady(line: string): { url: string; functions: string[] } | undefined {
  if (!line.startsWith('{"event":"ready"')) return undefined;
  try {
    const { url, functions } = JSON.parse(line) as { url?: unknown; functions?: unknown };
    return typeof url === 'string' && Array.isArray(functions) ? { url, functions: functions.map(String) } : undefined;
  } catch {
    return undefined;
  }
}
