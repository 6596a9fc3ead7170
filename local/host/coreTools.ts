/** Azure Functions Core Tools, where they are installed: `npm start -- --func` hands the app over to them. */
import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export interface CoreToolsOptions {
  appFolder: string;
  port: number;
  /** App settings, on top of this process's environment. */
  environment: Record<string, string>;
  /** A JSON file with NameMapEntry[]; the language worker then starts with preload.ts. */
  nameMapFile?: string;
  /** Ends Core Tools with SIGTERM. */
  signal?: AbortSignal;
}

/** Thrown when `func` was asked for and is not on the PATH. */
export class CoreToolsMissingError extends Error {
  override name = 'CoreToolsMissingError';
}

const NAMES = process.platform === 'win32' ? ['func.exe', 'func.cmd'] : ['func'];

/** The path of `func`, looked for in each folder of a PATH; undefined when there is none. */
export function findCoreTools(pathVariable: string | undefined = process.env.PATH): string | undefined {
  const folders = (pathVariable ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name))).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * Runs `func start` in the app's folder on this terminal and resolves with its exit code when it ends.
 * @throws CoreToolsMissingError when `func` is not on the PATH.
 */
export async function runCoreTools(options: CoreToolsOptions): Promise<number> {
  const environment = { ...process.env, ...options.environment, ...workerEnvironment(options.nameMapFile) };
  const program = findCoreTools(environment.PATH);
  if (program === undefined) {
    throw new CoreToolsMissingError(
      'func is not on the PATH; install Azure Functions Core Tools 4, or start without --func to use the local host.',
    );
  }
  const child = spawn(program, ['start', '--port', String(options.port)], {
    cwd: options.appFolder,
    env: environment,
    stdio: 'inherit',
    shell: program.endsWith('.cmd'),
  });
  const end = () => child.kill('SIGTERM');
  options.signal?.addEventListener('abort', end, { once: true });
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      // As shells have it: 128 and the signal's number; SIGTERM is 15.
      child.once('exit', (code) => resolve(code ?? 143));
    });
  } finally {
    options.signal?.removeEventListener('abort', end);
  }
}

/** The host passes `languageWorkers:node:arguments` to the Node worker's command line. */
function workerEnvironment(nameMapFile: string | undefined): Record<string, string> {
  if (nameMapFile === undefined) return {};
  const preload = fileURLToPath(new URL('./preload.ts', import.meta.url));
  return { LOCAL_NAME_MAP: nameMapFile, languageWorkers__node__arguments: `--import ${preload}` };
}
