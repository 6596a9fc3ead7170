/** What HTTP serves. Times are ISO 8601; what is not known is null and says so in a neighbouring field. */
import type { ConditionName, NoticeCondition, NoticeReason, Severity } from '../alerting/types.ts';
import type { ConfigurationFault } from '../config/types.ts';
import type { LinkStateName } from '../replication/types.ts';
import type { LinkSignalsView } from './linkSignalsTypes.ts';

export interface StatusView {
  name: string;
  version: string;
  now: string;
  /** `misconfigured` when the document has faults; `late` when a sweep is; `starting` before the first sweep. */
  health: 'ok' | 'late' | 'starting' | 'misconfigured';
  configurationFaults: ConfigurationFault[];
  discovery: SweepView;
  sampling: SweepView;
  objectives: { rpoSeconds: number; rtoSeconds: number } | null;
  links: LinkView[];
  unprotected: Array<{ server: string; database: string; region: string }>;
  notGeo: Array<{ server: string; database: string; partner: string; kind: 'COPY' | 'NAMED' }>;
  /** The owner's own log queries, in the order of the configuration. */
  logQueries: LogQueryView[];
  alerts: AlertView[];
  problems: ProblemView[];
  notifications: NotificationView[];
}

export interface SweepView {
  lastStarted: string | null;
  lastFinished: string | null;
  everySeconds: number;
  late: boolean;
  durationMs: number | null;
}

export interface LinkView {
  linkKey: string;
  primary: { server: string; database: string; region: string };
  secondary: { server: string; database: string; region: string };
  type: string;
  state: LinkStateName;
  /** Seconds; null when the state is not caughtUp. */
  lagSeconds: number | null;
  lastKnownLag: { lagSeconds: number; at: string } | null;
  seedingPercent: number | null;
  since: string;
  sinceSeconds: number;
  longestSeconds: Partial<Record<LinkStateName, number>>;
  sampledAt: string;
  lastReplication: string | null;
  lastCommit: string | null;
  failure: { kind: string; number: number | null; message: string } | null;
}

/** The time to harden, as it was measured last. */
export interface HardenView {
  at: string;
  /** From the question to the last commit's being hardened on the secondary; null where it did not come to that. */
  hardenedMs: number | null;
  problem: string | null;
}

/** As GET /api/links has it. */
export interface FullLinkView extends LinkView {
  /** What is read besides the link; null before the first time. */
  signals: LinkSignalsView | null;
}

export interface MeasuredLinkView extends FullLinkView {
  /** Null where it was never measured. */
  timeToHarden: HardenView | null;
}

export interface LinkDetailView extends MeasuredLinkView {
  samples: Array<{ at: string; state: LinkStateName; lagSeconds: number | null }>;
}

export interface LogQueryView {
  name: string;
  severity: Severity;
  evidence: 'none' | 'database' | 'region';
  /** When it was asked last; null before the first time. */
  at: string | null;
  /** Rows that came back; null where the last time failed, or there was none. */
  hits: number | null;
  /** The first number of the first row. */
  value: number | null;
  failure: string | null;
}

export interface AlertView {
  subject: string;
  condition: ConditionName;
  severity: Severity;
  phase: 'pending' | 'firing' | 'resolving';
  since: string;
  peak: number | null;
  sentence: string | null;
}

/** Our own trouble, where it is and what to do. */
export interface ProblemView {
  area: 'configuration' | 'identity' | 'discovery' | 'sampling' | 'delivery' | 'storage' | 'outage';
  subject: string;
  code: string;
  message: string;
  since: string | null;
}

export interface NotificationView {
  id: string;
  channel: string;
  condition: NoticeCondition;
  reason: NoticeReason;
  subject: string;
  /** Somebody tried the channel: condition, reason and subject mean nothing. */
  test?: true;
  status: 'pending' | 'delivered' | 'failed';
  attempts: number;
  created: string;
  receipt: { at: string; detail: string } | null;
  lastError: string | null;
}

export interface HealthView {
  status: 'ok' | 'late' | 'starting' | 'misconfigured';
  reasons: string[];
}

/** RFC 9457. */
export interface ProblemDetails {
  type: string;
  title: string;
  status: number;
  detail: string;
  [extension: string]: unknown;
}
