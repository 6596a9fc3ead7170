/** What every piece of work of the app is given. */
import type { Configuration, ConfigurationFault } from '../config/types.ts';
import type { AppStateStore } from '../replication/ports.ts';
import { parseMark, type SweepMark } from '../views/marks.ts';
import type { StoredProblem } from '../views/problems.ts';
import type { MalformedRows } from './malformedRows.ts';
import type { AppPorts, Storage } from './ports.ts';
import type { Moved } from './rediscovery.ts';
import type { Troubles } from './troubles.ts';

export interface AppContext {
  version: string;
  /** Undefined when the document has faults. */
  configuration: Configuration | undefined;
  /** Faults, or warnings of a document that can be used. */
  faults: ConfigurationFault[];
  /** Changes when the configuration does: a topology found with other scopes is found again. */
  configurationHash: string;
  ports: AppPorts;
  /** What the ports could not read. */
  malformed: MalformedRows;
  /** What stood in the way of seeing an outage, or of acting on it. */
  troubles: Troubles;
  /** Where this deployment runs, as App Service says; `unknown` where it does not. */
  region: string;
  /** Signs the links with which a person decides; undefined while its setting is missing. */
  approvalKey: () => Uint8Array | undefined;
  now: () => number;
  random: () => number;
  /** Resolves after so many milliseconds. */
  wait: (ms: number) => Promise<void>;
  processStartedAtMs: number;
}

/** `sampling-…`: of one shard. */
export type SweepName =
  | 'sampling'
  | `sampling-${string}`
  | 'discovery'
  | 'delivery'
  | 'supervision'
  | 'health'
  | 'heartbeat';

/** Kept under one name each in the app's state: the mark of the last sweep, and what it could not do. */
export interface SweepReport {
  mark: SweepMark;
  problems: StoredProblem[];
  /** Of the configuration that the sweep ran with. */
  configurationHash: string | null;
  /** Of a sampling sweep: what it met that discovery did not say. */
  moved?: Moved;
  /** Of a sampling sweep: why it was not complete, without a name of anything. */
  incomplete?: string;
  /**
   * Of a sampling tick that was shared out: the shards that have anything to sample, each with the moment that counts as the end of its last
   * sweep until it reports one of its own.
   */
  shards?: Record<string, number | null>;
}

export async function readReport(
  storage: { state: Pick<AppStateStore, 'read'> },
  name: SweepName,
): Promise<SweepReport> {
  const stored = await storage.state.read(name);
  const fields = (typeof stored === 'object' && stored !== null ? stored : {}) as Record<string, unknown>;
  return {
    mark: parseMark(fields.mark),
    problems: Array.isArray(fields.problems) ? (fields.problems as StoredProblem[]).filter(isProblem) : [],
    configurationHash: typeof fields.configurationHash === 'string' ? fields.configurationHash : null,
    ...(isMoved(fields.moved) ? { moved: fields.moved } : {}),
    ...(typeof fields.incomplete === 'string' ? { incomplete: fields.incomplete } : {}),
    ...(areShards(fields.shards) ? { shards: fields.shards } : {}),
  };
}

function isMoved(value: unknown): value is Moved {
  return typeof value === 'object' && value !== null && Object.values(value).every(Number.isFinite);
}

function areShards(value: unknown): value is Record<string, number | null> {
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).every((atMs) => atMs === null || Number.isFinite(atMs));
}

function isProblem(value: unknown): value is StoredProblem {
  if (typeof value !== 'object' || value === null) return false;
  const { area, subject, code, message } = value as Record<string, unknown>;
  return [area, subject, code, message].every((field) => typeof field === 'string');
}

/** Problems kept per sweep: a page with ten thousand lines helps nobody. */
const MOST_PROBLEMS = 100;

export async function writeReport(
  storage: Pick<Storage, 'state'>,
  name: SweepName,
  report: SweepReport,
): Promise<void> {
  await storage.state.write(name, { ...report, problems: report.problems.slice(0, MOST_PROBLEMS) });
}

/** A problem that was there last time keeps its beginning. */
export function withBeginnings(
  problems: Array<Omit<StoredProblem, 'sinceMs'>>,
  before: StoredProblem[],
  nowMs: number,
): StoredProblem[] {
  const key = (problem: Omit<StoredProblem, 'sinceMs'>) => `${problem.area} ${problem.subject} ${problem.code}`;
  const began = new Map(before.map((problem) => [key(problem), problem.sinceMs]));
  return problems.map((problem) => ({
    area: problem.area,
    subject: problem.subject,
    code: problem.code,
    message: problem.message,
    sinceMs: began.get(key(problem)) ?? nowMs,
  }));
}
