import type { LinkFacts } from '../../replication/signalTypes.ts';
import type { LinkStatus, Subject } from '../../replication/types.ts';
import type { DatabaseFacts } from '../databaseFacts.ts';
import type { AlertRule, ConditionName, Finding, Severity } from '../types.ts';

/** What holds where the configuration says nothing. Durations as people write them in the document. */
export interface ConditionDefaults {
  enabled?: false;
  severity: Severity;
  for: string;
  resolve: string;
  /** The condition has a threshold that is a time; `rpo`: the recovery point objective. */
  above?: string;
  /** The condition has a least number of geo-secondaries. */
  least?: number;
  /** The condition is something that happened, and is news for so long. */
  hold?: string;
  /** How much of the time the RPO is to be kept, and the windows in which that is judged. */
  objective?: number;
  windows?: Array<{ burn: number; long: string; short: string }>;
}

interface Definition<Kind extends Subject['kind'], Input> {
  name: ConditionName;
  subject: Kind;
  /** When it holds: a sentence for the reference. */
  holdsWhen: string;
  defaults: ConditionDefaults;
  /** What it judges by is read at this pace, slower than sampling, and a single reading may mislead: `for` has to outlast it. */
  readAt?: 'signals' | 'discovery';
  /** Pure: the same input gives the same finding. Asked only while the rule is enabled. */
  find(input: Input & { rule: AlertRule; nowMs: number }): Finding;
}

export type LinkCondition = Definition<'link', LinkFindings>;
export type DatabaseCondition = Definition<'database', DatabaseFacts & { database: string }>;
export type DeploymentCondition = Definition<'deployment', DeploymentFacts>;
export type ChannelCondition = Definition<'channel', ChannelFacts>;
export type ServerCondition = Definition<'server', ServerFacts & { server: string }>;
export type Condition = LinkCondition | DatabaseCondition | ServerCondition | DeploymentCondition | ChannelCondition;

/** What a condition of a link judges by. */
interface LinkFindings {
  subject: { primary: string; secondary: string };
  status: LinkStatus;
  /** What discovery knows; left out while it has not read the link. */
  facts?: LinkFacts;
}

/** What a condition of Geowarden itself judges by. */
export interface DeploymentFacts {
  /** One sentence for each sweep that is late, as in /api/health. Empty: all are on time. */
  late: readonly string[];
}

/** What a condition of a server judges by. */
export interface ServerFacts {
  /** Its primaries that are watched. */
  primaries: number;
  /** How many of them do not answer, for a reason that is not ours. */
  silent: number;
}

/** What a condition of a channel judges by. */
export interface ChannelFacts {
  /** Its name. */
  channel: string;
  /** Since when it has not delivered, and what it said last; left out: nothing is known against it. */
  failing?: { sinceMs: number; lastError: string };
}

export type LinkInput = Parameters<LinkCondition['find']>[0];
export type DatabaseInput = Parameters<DatabaseCondition['find']>[0];
