import type { OutboxEntry } from '../../../shared/alerting/types.ts';
import type { AuditEntry } from '../../../shared/audit/types.ts';
import type { Operation } from '../../../shared/operations/types.ts';
import type { Evidence, Incident } from '../../../shared/outage/types.ts';
import type { RoleChange } from './azureParts.ts';
import type { StoryPlan } from './storyPlan.ts';

/** One POST as it left a process: what was true, and what was on record, at that moment. */
export interface Send {
  atMs: number;
  deployment: string;
  operation: Operation | undefined;
  server: string;
  linkKey: string;
  primary: { server: string; region: string };
  region: string;
  database: string;
  mode: 'planned' | 'forced';
  fenceInForce: boolean;
  pausedSinceMs: number | undefined;
  /** By the world's clock; undefined: the intent was not on record. */
  intentAtMs: number | undefined;
  /** When it was judged again for this call, by the world's clock. */
  judgedAtMs: number | undefined;
  statedLossMs: number | null | undefined;
  step: number;
}

/** An operation as it was first stored. */
export interface Start {
  atMs: number;
  deployment: string;
  operation: Operation;
}

/** What somebody said, as it reached the tables of a deployment. */
export interface Statement {
  atMs: number;
  deployments: string;
  evidence: Evidence;
}

/** What people did, as they did it: the judge believes nothing that the product wrote about them. */
export interface Approval {
  atMs: number;
  deployments: string;
  incidentId: string;
  fingerprint: string;
  /** The number on the page. */
  ceilingMs: number | null;
  /** Whether the question was still open, and about this plan. */
  inTime: boolean;
}

export interface Allowance {
  atMs: number;
  deployments: string;
  operationId: string;
  upToMs: number;
}

/** What one set of tables holds at the end. */
export interface TablesAtEnd {
  deployments: string;
  operations: Operation[];
  incidents: Incident[];
  outbox: OutboxEntry[];
  audit: AuditEntry[];
}

export interface Story {
  plan: StoryPlan;
  sends: Send[];
  starts: Start[];
  changes: RoleChange[];
  statements: Statement[];
  /** Every look of a deployment over all that it watches: how much of it answered. */
  looks: Array<{ atMs: number; deployments: string; reached: number }>;
  approvals: Approval[];
  allowances: Allowance[];
  tokens: number[];
  tables: TablesAtEnd[];
  /** What a channel accepted. */
  heard: Array<{ deployments: string; entryId: string; noticeId: string; follows: string | undefined }>;
  /** What was verified although Azure did not show it, at that moment. */
  falselyVerified: string[];
  crashes: number;
  endedAtMs: number;
  /** What had not ended when time was up. */
  stuck: string[];
  telling: string[];
}
