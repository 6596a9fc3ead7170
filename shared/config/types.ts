/** The configuration after checking and defaults: what the rooms are given. The document people write is in schema.ts. */
import type { AlertRule, ConditionName, LabelName, RuleDifference, Severity } from '../alerting/types.ts';
import type { RecoveryGroup } from '../failover/types.ts';

export type Cloud = 'public' | 'usGovernment' | 'china';

export interface Configuration {
  /** `witness`: only probes and publishes what it sees; it tells nobody and acts on nothing. */
  role: 'guardian' | 'witness';
  cloud: Cloud;
  /** What this deployment is called in messages. */
  name: string;
  scopes: Scope[];
  objectives: { rpoMs: number; rtoMs: number };
  sampling: {
    everyMs: number;
    timeoutMs: number;
    concurrency: number;
    encryption: 'strict' | 'prelogin';
    /** More primaries than this are sampled in shards, over a queue. */
    shardAbove: number;
    /** Connections that are kept open; left out: by the plan, see connectionsOf in settings.ts. */
    connections?: number;
  };
  /** What is read besides the links. `secondaries`: whether each geo-secondary is asked too. `metrics`: whether Azure Monitor is. */
  signals: {
    everyMs: number;
    timeoutMs: number /** How often the time to harden is measured on every link; left out: only when it is asked for. */;
    hardenEveryMs?: number;
    secondaries: boolean;
    metrics: boolean;
    metricsEveryMs: number;
  };
  discovery: { everyMs: number; timeoutMs: number };
  /** Where no scope says otherwise; rulesFor.ts knows what holds for a subject. */
  alerts: Record<ConditionName, AlertRule>;
  channels: Channel[];
  /** Which channels hear of what; the first that matches counts, and those after it where it says `goOn`. None matches: every channel. */
  routes: Route[];
  /** How alerts become messages. */
  notifications: NotificationTiming;
  /** When alerts that match are not told; what was told before is closed all the same. */
  maintenance: MaintenanceWindow[];
  /** Asked after every complete sweep, so that our silence is noticed elsewhere. */
  heartbeat?: { url: SecretReference; everyMs: number };
  /** Databases that must move together, and what may be done with them in an outage. */
  groups: RecoveryGroup[];
  /** How often open incidents are looked at again; the sure way, beside Event Grid. */
  supervision: { everyMs: number };
  /** For how long a person may decide, and the key that signs the link to the decision page. */
  approval: { validForMs: number; key: SecretReference };
  /** The connection string of the account that holds the fence and the break-glass pages; left out: the app's own account. */
  fence: { storage?: SecretReference };
  /** Where a change of evidence is published, in order of preference; the identity is used where no key is given. */
  events: { topics: Topic[] };
  history: { keepMs: number };
  logs: { queries: LogQuery[] };
  delivery: { everyMs: number; attempts: number; firstRetryMs: number; longestRetryMs: number; timeoutMs: number };
  /** Where people open the status page: goes into messages. */
  pageUrl?: string;
  /** Where the folder docs/ is served: every message links to the page of its condition there. */
  docsUrl?: string;
}

/** The labels that must fit, each with patterns (`*`, `?`, any case) of which one has to match one of the alert's values. */
export type Matcher = Partial<Record<LabelName, string[]>>;

export interface Route {
  match: Matcher;
  /** When it holds; left out: always. */
  times?: { days: Weekday[]; fromMinute: number; toMinute: number; timeZone: string };
  channels: string[];
  /** Take over, in this order, when a channel of the route fails. */
  handOver: string[];
  goOn: boolean;
}

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

/** Alertmanager's group_by, group_wait, group_interval and repeat_interval, and what keeps a storm from becoming one of messages. */
export interface NotificationTiming {
  groupBy: LabelName[];
  groupWaitMs: number;
  groupIntervalMs: number;
  repeatMs: number;
  /** More messages than this within the time are put into one; of each channel that people read. */
  storm: { messages: number; withinMs: number };
  /** What began so often within the time is told as flapping, and held as firing until it was calm for so long. */
  flapping: { times: number; withinMs: number; calmMs: number };
}

export interface MaintenanceWindow {
  name: string;
  match: Matcher;
  /** Five fields, as cron has them: when it begins. */
  cron: string;
  timeZone: string;
  durationMs: number;
}

/** Your own question to a Log Analytics workspace. A row that comes back is a hit. */
export interface LogQuery {
  name: string;
  workspaceId: string;
  /** KQL. */
  query: string;
  everyMs: number;
  severity: Severity;
  /** What a hit counts as: nothing but a signal, or evidence of an outage of the database or region that its row names. */
  evidence: 'none' | 'database' | 'region';
}

/** A database is watched when every given part of at least one scope matches. Patterns know `*` and `?`, ignore case. */
export interface Scope {
  name: string;
  subscriptions: string[];
  resourceGroups: string[];
  servers: string[];
  /** `server/database` patterns. */
  databases: string[];
  tags: Record<string, string>;
  /** `sql`: primaries are asked. `metricsOnly`: Azure Monitor only, no SQL rights needed. `economy`: Azure Monitor, and SQL when it shows something. */
  source: 'sql' | 'metricsOnly' | 'economy';
  /** What differs from the rules of the whole deployment. */
  alerts: Partial<Record<ConditionName, RuleDifference>>;
}

/** A secret lives in an app setting; the document only names the setting. */
export interface SecretReference {
  setting: string;
}

/** A custom topic of Event Grid. */
export interface Topic {
  endpoint: string;
  key?: SecretReference;
}

export type Channel =
  | { type: 'teams'; name: string; url: SecretReference }
  | {
      type: 'smtp';
      name: string;
      host: string;
      port: number;
      user?: string;
      password?: SecretReference;
      from: string;
      to: string[];
    }
  | { type: 'communicationEmail'; name: string; connectionString: SecretReference; from: string; to: string[] }
  /** Events API v2. `eu`: the service region of the account. */
  | { type: 'pagerDuty'; name: string; routingKey: SecretReference; serviceRegion: 'us' | 'eu' }
  /** Anything that takes Slack's incoming webhooks. */
  | { type: 'slack'; name: string; url: SecretReference; allowPrivateAddresses: boolean }
  /** Signed as Standard Webhooks say; `secret`: `whsec_…`. */
  | { type: 'webhook'; name: string; url: SecretReference; secret: SecretReference; allowPrivateAddresses: boolean };

/** One thing wrong with the document. */
export interface ConfigurationFault {
  /** For example `channels[1].port`. */
  path: string;
  expected: string;
  seen: string;
  example: string;
}

export type LoadedConfiguration =
  | { ok: true; configuration: Configuration; warnings: ConfigurationFault[] }
  | { ok: false; faults: ConfigurationFault[] };
