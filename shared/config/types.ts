/** The configuration after checking and defaults: what the rooms are given. The document people write is in schema.ts. */
import type { AlertRule, ConditionName } from '../alerting/types.ts';
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
  sampling: { everyMs: number; timeoutMs: number; concurrency: number; encryption: 'strict' | 'prelogin' };
  discovery: { everyMs: number; timeoutMs: number };
  alerts: Record<ConditionName, AlertRule>;
  channels: Channel[];
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
  delivery: { everyMs: number; attempts: number; firstRetryMs: number; longestRetryMs: number; timeoutMs: number };
  /** Where people open the status page: goes into messages. */
  pageUrl?: string;
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
  | { type: 'communicationEmail'; name: string; connectionString: SecretReference; from: string; to: string[] };

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
