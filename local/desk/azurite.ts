/** Azurite (blobs, queues, tables) as a child process on loopback, its data in a folder that survives a restart. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { AzuritePorts } from './azuriteOutput.ts';
import { readAzuritePorts } from './azuriteOutput.ts';

export interface AzuriteOptions {
  /** Folder for the data; made when absent, kept after `close()`. */
  location: string;
  /** A port of 0, or no ports at all, takes a free one. */
  ports?: AzuritePorts;
  /** How long Azurite may take to serve. @default 30_000 */
  startTimeoutMs?: number;
}

export interface Azurite {
  connectionString: string;
  blobPort: number;
  queuePort: number;
  tablePort: number;
  /** Process id, so that a test can tell that it is gone. */
  processId: number;
  /** Stops the process and waits for its end; the data is on disk then. Safe to call twice. */
  close(): Promise<void>;
}

/** Azurite writes its last changes when it is asked to stop; past this it is killed. */
const CLOSE_TIMEOUT_MS = 10_000;
const DEFAULT_START_TIMEOUT_MS = 30_000;
const ACCOUNT = 'devstoreaccount1';
/** The published key of the emulator's only account: no secret (learn.microsoft.com, storage-use-azurite). */
const ACCOUNT_KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/**
 * Starts Azurite 3.37 or later and resolves when all three services answer.
 * @throws Error when it ends or stays silent before it serves; the message carries its last lines (a taken port is among them).
 */
export async function startAzurite(options: AzuriteOptions): Promise<Azurite> {
  await mkdir(options.location, { recursive: true });
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
    connectionString: connectionStringFor(ports),
    blobPort: ports.blob,
    queuePort: ports.queue,
    tablePort: ports.table,
    processId: child.pid ?? 0,
    close: () => stop(child, exited),
  };
}

function spawnAzurite({ location, ports }: AzuriteOptions): ChildProcess {
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
  const flags = ['--skipApiVersionCheck', '--silent', '--disableTelemetry', '--location', location, ...services];
  return spawn(process.execPath, ['--import', watch, program, ...flags], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // The caller's NODE_OPTIONS (a test runner's, say) are not meant for Azurite.
    env: { ...process.env, NODE_OPTIONS: '' },
  });
}

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

function connectionStringFor(ports: Required<AzuritePorts>): string {
  const endpoint = (service: keyof AzuritePorts, name: string) =>
    `${name}Endpoint=http://127.0.0.1:${ports[service]}/${ACCOUNT}`;
  return [
    'DefaultEndpointsProtocol=http',
    `AccountName=${ACCOUNT}`,
    `AccountKey=${ACCOUNT_KEY}`,
    endpoint('blob', 'Blob'),
    endpoint('queue', 'Queue'),
    endpoint('table', 'Table'),
  ].join(';');
}
