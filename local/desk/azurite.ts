/** Azurite (blobs, queues, tables) as a child process on loopback, its data in a folder that survives a restart, or nowhere. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { DEFAULT_ACCOUNT, keyOf } from './azuriteAccounts.ts';
import type { AzuritePorts } from './azuriteOutput.ts';
import { readAzuritePorts } from './azuriteOutput.ts';

/** Where there is no folder. */
export const IN_MEMORY = Symbol('memory');

export interface AzuriteOptions {
  /** Folder for the data, made when absent, kept after `close()`; IN_MEMORY: nothing is written, for figures of what asks it, not of its disk. */
  location: string | typeof IN_MEMORY;
  /** A port of 0, or no ports at all, takes a free one. */
  ports?: AzuritePorts;
  /** Storage accounts beside the emulator's own: 3 to 24 lower-case letters and digits. */
  accounts?: string[];
  /** How long Azurite may take to serve. @default 60_000 */
  startTimeoutMs?: number;
}

export interface Azurite {
  connectionString: string;
  /** Of an account that was asked for. @param ports where a service is reached through something in between */
  connectionStringOf(account: string, ports?: AzuritePorts): string;
  blobPort: number;
  queuePort: number;
  tablePort: number;
  /** Process id, so that a test can tell that it is gone. */
  processId: number;
  /** Stops the process and waits for its end; what has a folder is on disk then. Safe to call twice. */
  close(): Promise<void>;
}

/** Azurite writes its last changes when it is asked to stop; past this it is killed. */
const CLOSE_TIMEOUT_MS = 10_000;
const DEFAULT_START_TIMEOUT_MS = 60_000;

/**
 * Starts Azurite 3.37 or later and resolves when all three services answer.
 * @throws Error when it ends or stays silent before it serves; the message carries its last lines (a taken port is among them).
 */
export async function startAzurite(options: AzuriteOptions): Promise<Azurite> {
  if (options.location !== IN_MEMORY) await mkdir(options.location, { recursive: true });
  const child = spawnAzurite(options);
  const exited = once(child, 'exit');
  let ports: Required<AzuritePorts>;
  try {
    ports = await readAzuritePorts(child, options.startTimeoutMs ?? DEFAULT_START_TIMEOUT_MS);
  } catch (error) {
    await stop(child, exited);
    throw error;
  }
  return {
    connectionString: connectionStringFor(DEFAULT_ACCOUNT, ports),
    connectionStringOf: (account, through) => connectionStringFor(account, { ...ports, ...through }),
    blobPort: ports.blob,
    queuePort: ports.queue,
    tablePort: ports.table,
    processId: child.pid ?? 0,
    close: () => stop(child, exited),
  };
}

function spawnAzurite({ location, ports, accounts = [] }: AzuriteOptions): ChildProcess {
  const program = createRequire(import.meta.url).resolve('azurite/dist/src/azurite.js');
  const watch = fileURLToPath(new URL('./dieWithParent.ts', import.meta.url));
  const argument = (service: keyof AzuritePorts) => [
    `--${service}Host`,
    '127.0.0.1',
    `--${service}Port`,
    String(ports?.[service] ?? 0),
  ];
  const services = (['blob', 'queue', 'table'] as const).flatMap(argument);
  // The storage packages are ahead of Azurite in API versions (12.34 sends 2026-10-06, which 3.37 does not list).
  const kept = location === IN_MEMORY ? ['--inMemoryPersistence'] : ['--location', location];
  const flags = ['--skipApiVersionCheck', '--silent', '--disableTelemetry', ...kept, ...services];
  return spawn(process.execPath, ['--import', watch, program, ...flags], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // The caller's NODE_OPTIONS (a test runner's, say) are not meant for Azurite.
    env: { ...process.env, NODE_OPTIONS: '', AZURITE_ACCOUNTS: [DEFAULT_ACCOUNT, ...accounts].map(named).join(';') },
  });
}

const named = (account: string) => `${account}:${keyOf(account)}`;

async function stop(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), CLOSE_TIMEOUT_MS);
  try {
    await exited;
  } finally {
    clearTimeout(killer);
  }
}

function connectionStringFor(account: string, ports: Required<AzuritePorts>): string {
  const endpoint = (service: keyof AzuritePorts, name: string) =>
    `${name}Endpoint=http://127.0.0.1:${ports[service]}/${account}`;
  return [
    'DefaultEndpointsProtocol=http',
    `AccountName=${account}`,
    `AccountKey=${keyOf(account)}`,
    endpoint('blob', 'Blob'),
    endpoint('queue', 'Queue'),
    endpoint('table', 'Table'),
  ].join(';');
}
