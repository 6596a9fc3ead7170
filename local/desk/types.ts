/** Everything a rehearsal needs, started together: estate, Azurite, console, and a Functions host with the built app per deployment. */
import type { EstateDefinition } from '../estate/model/types.ts';
import type { Estate } from '../estate/types.ts';
import type { Bundle } from '../tools/bundle.ts';
import type { StorageGate } from './storageGate.ts';

export interface DeskOptions {
  definition: EstateDefinition;
  /** The product's configuration where it differs from the desk's own, as in a scenario. */
  configuration: Record<string, unknown>;
  /** Extra app settings. */
  settings?: Record<string, string>;
  /** Folder for Azurite, keys and certificates; what it holds is found again when it is used again. */
  dataFolder: string;
  /** 0 picks a free port; so do deployments beside the first. */
  ports: { app: number; console: number | 'none' };
  /** Azure Functions Core Tools run the app instead of the local host; the port must be given then. The first deployment only. */
  coreTools?: boolean;
  /** The first deployment reaches its tables through a gate that sees every write to the journal of an operation. */
  gateJournals?: boolean;
  /** Built when absent. */
  bundle?: Bundle;
  /** Lines of the hosts' logs; those of deployments beside the first begin with their name. */
  onLog?: (line: string) => void;
}

/** The second may act as the first may; the witness only looks. */
export type DeploymentName = 'first' | 'second' | 'witness';

/** One function app in its region, with storage of its own. */
export interface Deployment {
  name: DeploymentName;
  region: string;
  role: 'guardian' | 'witness';
  /** The same after every restart. */
  url: string;
  masterKey: string;
  hostKey: string;
  /** What an Event Grid subscription carries. */
  eventGridKey: string;
  /** SIGTERM and wait for the drain, or SIGKILL. */
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** On the same port as before. */
  start(): Promise<void>;
  /** Resolves when the app ends without having been asked to. */
  died: Promise<number | null>;
}

export interface Desk {
  estate: Estate;
  bundle: Bundle;
  /** The first is always there, and comes first. */
  deployments: Deployment[];
  /** Of the first deployment, as the six below. */
  appUrl: string;
  consoleUrl?: string;
  storageConnectionString: string;
  masterKey: string;
  /** SIGTERM and wait for the drain, or SIGKILL. */
  stopApp(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** On the same port as before. */
  startApp(): Promise<void>;
  /** Resolves when the app ends without having been asked to. */
  appDied: Promise<number | null>;
  /** Present when `gateJournals` was asked for. */
  journalGate?: StorageGate;
  close(): Promise<void>;
}
