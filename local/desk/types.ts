/** Everything a rehearsal needs, started together: estate, Azurite, console, Functions host with the built app. */
import type { EstateDefinition } from '../estate/model/types.ts';
import type { Estate } from '../estate/types.ts';
import type { Bundle } from '../tools/bundle.ts';

export interface DeskOptions {
  definition: EstateDefinition;
  /** The product's configuration where it differs from the desk's own, as in a scenario. */
  configuration: Record<string, unknown>;
  /** Extra app settings. */
  settings?: Record<string, string>;
  /** Folder for Azurite, keys and certificates; what it holds is found again when it is used again. */
  dataFolder: string;
  /** 0 picks a free port. */
  ports: { app: number; console: number | 'none' };
  /** Azure Functions Core Tools run the app instead of the local host; the port must be given then. */
  coreTools?: boolean;
  /** Built when absent. */
  bundle?: Bundle;
  /** Lines of the host's log. */
  onLog?: (line: string) => void;
}

export interface Desk {
  estate: Estate;
  bundle: Bundle;
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
  close(): Promise<void>;
}
