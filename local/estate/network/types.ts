/** HTTPS sites of the estate: one listener per vantage serves them all, told apart by name. */
import type { RegionName } from '../model/types.ts';

export interface SiteRequest {
  method: string;
  url: URL;
  /** Lower-case names. */
  headers: Record<string, string>;
  body: Uint8Array;
  /** Where the caller is. */
  fromRegion: RegionName;
}

export type SiteResponse =
  | { status: number; headers?: Record<string, string>; body?: string | Uint8Array }
  /** Accepts and never answers. */
  | { silent: true }
  /** The connection is reset. */
  | { reset: true };

export interface Site {
  /** Host names, or `*.suffix`. Served at port 443. */
  names: string[];
  /** Where it runs: reachability from the vantage is checked by the listener before `handle`. */
  region: RegionName | 'global';
  handle(request: SiteRequest): Promise<SiteResponse>;
}
