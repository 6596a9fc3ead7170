/** Azure Monitor's alerts as their receivers, the console and the tests see them. */
import type { RegionName } from '../model/types.ts';

export interface ActionGroupRequest {
  name: string;
  /** `http://127.0.0.1:PORT/…`; what it carries in its query is a secret. */
  url: string;
  /** Where the receiver runs: its network decides what reaches it. @default the app's region */
  region?: RegionName;
}

export interface ActionGroupReceiver {
  name: string;
  /** Nothing is sent any more, and what was waiting is dropped. */
  remove(): void;
}

/** One attempt at delivering one alert. */
export interface AlertDelivery {
  atMs: number;
  actionGroup: string;
  alertId: string;
  /** `ServiceHealth`, `Resource Health` or `Platform`. */
  monitoringService: string;
  monitorCondition: 'Fired' | 'Resolved';
  /** Counts from 1. */
  attempt: number;
  /** HTTP status, or why there was none: nobody listens, or nothing came back in time. */
  outcome: number | 'unreachable' | 'timedOut';
}
