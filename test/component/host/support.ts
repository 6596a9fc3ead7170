/** What the component tests of the local host share. */
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type HostClientOptions, type RunningHost, startHost } from '../../../local/host/client.ts';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
export const fixtureApp = fileURLToPath(new URL('./fixture-app', import.meta.url));

/** Settings that the fixture app needs besides its storage. */
export const fixtureSettings = { NIGHTLY_SCHEDULE: '0 30 2 * * *', JOBS_QUEUE: 'jobs' };

/** An empty folder of this test's own. */
export function newFolder(name: string): string {
  return mkdtempSync(path.join(tmpdir(), `geowarden-${name}-`));
}

/** An app of the given files, which finds this repository's packages. */
export function writeApp(files: Record<string, string | object>): string {
  const folder = newFolder('app');
  for (const [name, content] of Object.entries({ 'host.json': { version: '2.0' }, ...files })) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  }
  symlinkSync(path.join(repository, 'node_modules'), path.join(folder, 'node_modules'));
  return folder;
}

/** The source of a function `hello` that returns what the expression says. */
export const hello = (expression: string) =>
  `import { app } from '@azure/functions';\napp.http('hello', { handler: () => (${expression}) });\n`;

/** The files of an app that is `hello` alone. */
export const helloApp = (expression: string) => ({
  'package.json': { name: 'a', main: 'main.mjs' },
  'main.mjs': hello(expression),
});

export interface StartedHost extends RunningHost {
  /** Every line of the host's and the app's log so far. */
  lines: string[];
  /** Calls the app; the body is read as JSON where it is some. */
  call(pathname: string, init?: RequestInit): Promise<Answer>;
  /** What the fixture app's functions saw, the named one's only. */
  seen(functionName: string): Promise<unknown[][]>;
}

interface Answer {
  status: number;
  headers: Headers;
  text: string;
  json: unknown;
}

// A test that fails half-way must not leave a host behind: the run would wait for it.
const started: RunningHost[] = [];
after(async () => {
  for (const host of started) await host.stop('SIGKILL');
});

/** Starts the host on a free port, the fixture app unless told otherwise. */
export async function start(options: Partial<HostClientOptions> = {}): Promise<StartedHost> {
  const lines: string[] = [];
  const host = await startHost({
    appFolder: fixtureApp,
    port: 0,
    nameMapFile: undefined,
    ...options,
    environment: { ...fixtureSettings, ...options.environment },
    onLog: (line) => lines.push(line),
  });
  started.push(host);
  const call = async (pathname: string, init?: RequestInit): Promise<Answer> => {
    const response = await fetch(`${host.url}${pathname}`, { signal: AbortSignal.timeout(30_000), ...init });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: asJson(text) };
  };
  const seen = async (functionName: string) => {
    const { json } = await call('/api/seen');
    return (json as unknown[][]).filter(([name]) => name === functionName);
  };
  return { ...host, lines, call, seen };
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Asks again until the answer is no longer undefined or false. @throws Error that names what was waited for. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  withinMs = 30_000,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) throw new Error(`Waited ${withinMs} ms in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
