import type { GroupAlert, Notice } from '../../alerting/types.ts';
import type { MessageLink } from '../types.ts';

/**
 * What a webhook is sent; docs/webhook.md says the same for whoever receives it. Moments are ISO 8601 in UTC, durations and lags seconds.
 * What is added later is a new field: none changes its meaning.
 */
export interface WebhookBody {
  type: `geowarden.alert.${Notice['reason']}` | 'geowarden.test';
  timestamp: string;
  data: WebhookData;
}

export interface WebhookData {
  id: string;
  follows?: string;
  deployment: string;
  condition: Notice['condition'];
  reason: Notice['reason'];
  severity: Notice['severity'];
  subject: WebhookSubject;
  since: string;
  durationSeconds: number;
  /** In the condition's own unit, as `facts` says it for people. */
  value?: number;
  peak?: number;
  threshold?: number;
  closedBecause?: Notice['closedBecause'];
  outage?: {
    group: string;
    incidentId?: string;
    operationId?: string;
    /** Null: nothing bounds it. */
    lossBoundSeconds?: number | null;
    decideBy?: string;
  };
  trend?: { from: string; to: string; lagSeconds: Array<number | null> };
  group?: WebhookGroup;
  label: string;
  title: string;
  about: string;
  sentence: string;
  why?: string;
  handedOver?: string;
  /** What Geowarden does. */
  does?: string;
  facts: Record<string, string>;
  meaning?: string;
  steps?: string[];
  plan?: string[];
  commands?: string[];
  links: MessageLink[];
}

export interface WebhookSubject {
  kind: Notice['subject']['kind'];
  key: string;
  primary?: string;
  secondary?: string;
}

export interface WebhookGroup {
  key: string;
  common: string[];
  firing: number;
  resolved: number;
  foldedGroups?: number;
  alerts: WebhookAlert[];
}

export interface WebhookAlert {
  condition: GroupAlert['condition'];
  subject: WebhookSubject;
  severity: GroupAlert['severity'];
  is: GroupAlert['is'];
  since: string;
  endedAt?: string;
  value?: number;
  peak?: number;
  threshold?: number;
  sentence: string;
  closedBecause?: GroupAlert['closedBecause'];
  flapping?: { times: number; since: string };
}
