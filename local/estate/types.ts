/** The running estate: model and front ends together. Used by the console, the player, `npm start` and the tests. */
import type { ActionGroupReceiver, ActionGroupRequest, AlertDelivery } from './alerts/types.ts';
import type {
  DeadLetteredEvent,
  EventDelivery,
  EventGridTopic,
  EventSubscription,
  EventSubscriptionRequest,
} from './eventGrid/types.ts';
import type { TokenAuthority } from './identity/types.ts';
import type { EstateModel, RegionName } from './model/types.ts';
import type { FailoverCall } from './resourceManager/failoverCall.ts';

/** One of Azure's names and ports, and the loopback port that serves it for one vantage region. */
export interface NameMapEntry {
  /** A host name, or `*.suffix` for any name below it. */
  name: string;
  port: number;
  to: number;
}

/** The world as seen from one region: listeners of its own, so that who can reach whom is a fact of the connection. */
export interface Vantage {
  region: RegionName;
  names: NameMapEntry[];
  /** What App Service would set in that region: IDENTITY_ENDPOINT, IDENTITY_HEADER. */
  environment: Record<string, string>;
  close(): Promise<void>;
}

export interface TeamsMessage {
  id: string;
  atMs: number;
  /** The workflow's path without its signature: which channel it was. */
  workflow: string;
  card: Record<string, unknown>;
  /** HTTP status the estate answered with; only 202 is posted. */
  status: number;
}

export interface MailMessage {
  id: string;
  atMs: number;
  via: 'smtp' | 'communicationEmail';
  from: string;
  to: string[];
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
  /** False when the estate refused it. */
  accepted: boolean;
}

/** An event that came to PagerDuty. */
export interface PagerDutyMessage {
  id: string;
  atMs: number;
  action: 'trigger' | 'acknowledge' | 'resolve';
  dedupKey: string;
  /** Without its routing key. */
  event: Record<string, unknown>;
  /** HTTP status the estate answered with; only 202 is taken. */
  status: number;
}

/** What people see who are on call. */
export interface PagerDutyIncident {
  dedupKey: string;
  status: 'triggered' | 'acknowledged' | 'resolved';
  /** Of the event that opened it. */
  summary: string;
  severity: string;
  openedAtMs: number;
  changedAtMs: number;
  triggers: number;
}

export interface SlackMessage {
  id: string;
  atMs: number;
  text: string;
  blocks: Array<Record<string, unknown>>;
  /** Only 200 is posted. */
  status: number;
}

export interface WebhookMessage {
  id: string;
  atMs: number;
  /** `webhook-id`: the same in every try. */
  messageId: string;
  /** It was taken before. */
  isDuplicate: boolean;
  body: Record<string, unknown>;
  /** Only 204 is taken. */
  status: number;
}

/** A sign of life that came to the check of healthchecks.io. */
export interface HeartbeatPing {
  id: string;
  atMs: number;
  signal: 'start' | 'success' | 'fail';
  /** What was said of a failure. */
  body: string;
  /** Only 200 counts. */
  status: number;
}

/** Secrets and addresses a deployment in this estate would be given as app settings. */
export interface EstateAddresses {
  /** A Workflows URL with its `sig`. */
  teamsWebhookUrl: string;
  smtp: { host: string; port: number; user: string; password: string };
  communicationEmailConnectionString: string;
  communicationEmailSender: string;
  /** Of an Events API v2 integration in PagerDuty's US region. */
  pagerDutyRoutingKey: string;
  slackWebhookUrl: string;
  webhook: { url: string; secret: string };
  /** Of a check at healthchecks.io. */
  heartbeatUrl: string;
  /** Custom topics in different regions, in order of preference; one only where the estate has one region. */
  eventGridTopics: EventGridTopic[];
  /** System topics with what Resource Manager did in each subscription; `subscribe` takes these names too. */
  subscriptionTopics: string[];
  /** The workspace that takes the metrics and the activity log of all subscriptions. */
  logsWorkspace: string;
}

export interface Estate {
  model: EstateModel;
  addresses: EstateAddresses;
  tokens: TokenAuthority;
  /** PEM file with the certificate authority made at start: goes to NODE_EXTRA_CA_CERTS. */
  certificateAuthorityFile: string;
  /** Opens listeners on free loopback ports for everything in Azure as reached from this region. */
  openVantage(region: RegionName): Promise<Vantage>;
  /** Every request for a failover that came to Resource Manager, refused ones too, oldest first. */
  failoverCalls(): FailoverCall[];
  teamsMessages(): TeamsMessage[];
  mailMessages(): MailMessage[];
  pagerDutyMessages(): PagerDutyMessage[];
  /** Oldest first, with what became of each. */
  pagerDutyIncidents(): PagerDutyIncident[];
  slackMessages(): SlackMessage[];
  webhookMessages(): WebhookMessage[];
  heartbeatPings(): HeartbeatPing[];
  /**
   * Makes an event subscription (or replaces the one of that name on that topic) and does the validation handshake first.
   * @throws SubscriptionRefused when Azure would refuse it: no such topic, a schema the topic cannot deliver, a handshake that failed.
   */
  subscribe(request: EventSubscriptionRequest): Promise<EventSubscription>;
  /** Events that were given up, oldest first. */
  deadLetters(): DeadLetteredEvent[];
  /** Every attempt at delivering an event, oldest first. */
  eventDeliveries(): EventDelivery[];
  /** From now on this receiver gets every alert of the estate, in the common alert schema. */
  actionGroup(request: ActionGroupRequest): ActionGroupReceiver;
  /** Every attempt at delivering an alert, oldest first. */
  alertDeliveries(): AlertDelivery[];
  close(): Promise<void>;
}
