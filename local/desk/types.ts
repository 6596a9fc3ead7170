/** Everything a rehearsal needs, started together: estate, Azurite, console, Functions host with the built app. */
import type { Estate } from '../estate/types.ts';

export interface DeskOptions {
  /** The product's configuration as YAML text. */
  configuration: string;
  /** Extra app settings. */
  settings?: Record<string, string>;
  /** Folder for Azurite; kept between runs when the caller keeps it. */
  dataFolder: string;
  /** 0 picks a free port. */
  ports: { app: number; console: number | 'none' };
  /** Lines of the host's log. */
  onLog?: (line: string) => void;
}

export interface Desk {
  estate: Estate;
  appUrl: string;
  consoleUrl?: string;
  storageConnectionString: string;
  masterKey: string;
  /** SIGTERM and wait for the drain, or SIGKILL. */
  stopApp(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  startApp(): Promise<void>;
  close(): Promise<void>;
}
