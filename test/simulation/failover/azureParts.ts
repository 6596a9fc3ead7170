/** The small parts of the model of Azure. */
import type { CallAnswer } from '../../../shared/operations/ports.ts';
import type { LinkEnd } from '../../../shared/topology/types.ts';
import type { Replica } from './replicas.ts';
import { type CallFate, START_MS, STORM_MS } from './storyPlan.ts';

/** Who looks: deployments and the witness by their letter. */
export type Looker = 'a' | 'b' | 'w';

export interface RoleChange {
  database: string;
  server: string;
  /** Whose place it takes. */
  from: string;
  atMs: number;
  mode: 'planned' | 'forced';
  /** From the first commit that was lost to the last one up to a moment; 0 when none was lost. */
  lostMs: (untilMs: number) => number;
}

export interface ArmOperation {
  id: string;
  mode: 'planned' | 'forced';
  endsMs: number;
  failsWith: string | undefined;
  done: boolean;
}

export interface Window {
  fromMs: number;
  untilMs: number;
}

export const NO_ANSWER = { kind: 'unreachable' as const, message: 'no answer' };
export const STATES: Partial<Record<Replica['before'], number>> = { suspended: 4, seeding: 1 };

export const REFUSALS: Partial<Record<CallFate, [number, string]>> = {
  undo: [409, 'GeoReplicationCannotBecomePrimaryDuringUndo'],
  throttled: [429, 'SubscriptionTooManyRequests'],
  unknownError: [400, 'SomethingNew'],
  inFailoverGroup: [409, 'FailoverGroupAlreadySetup'],
};

export function refused(httpStatus: number, code: string): CallAnswer {
  return { kind: 'refused', httpStatus, code, message: code };
}

export function windowOf({ fromMs, forMs }: { fromMs: number; forMs: number }): Window {
  return { fromMs, untilMs: Math.min(fromMs + forMs, START_MS + STORM_MS) };
}

export function roleAt(replica: Replica, atMs: number): Replica['roles'][number] {
  return replica.roles.findLast((role) => role.atMs <= atMs) ?? { atMs: Number.NEGATIVE_INFINITY, role: 'secondary' };
}

export function endOf({ server, region, database }: Replica): LinkEnd {
  return { server, database, region, fullyQualifiedDomainName: `${server}.database.windows.net` };
}
