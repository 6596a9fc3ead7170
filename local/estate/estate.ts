/** Azure on a desk: one model, and the front ends through which a product meets it. */
import { randomBytes } from 'node:crypto';
import { type Alerts, createAlerts } from './alerts/alerts.ts';
import { type CertificateAuthority, createCertificateAuthority } from './certificates/certificateAuthority.ts';
import { createEventGrid, type EventGrid } from './eventGrid/eventGrid.ts';
import type { EventSchema } from './eventGrid/types.ts';
import { createHeartbeatCheck } from './heartbeat/heartbeat.ts';
import { listenManagedIdentity } from './identity/managedIdentityEndpoint.ts';
import { createTokenAuthority } from './identity/tokenAuthority.ts';
import type { TokenAuthority } from './identity/types.ts';
import { createLogs, LOGS_WORKSPACE } from './logs/logs.ts';
import { createCommunicationEmail } from './mail/communicationEmail.ts';
import { type Smtp, startSmtp } from './mail/smtp.ts';
import { createLoginLedger, type LoginLedger } from './metrics/loginLedger.ts';
import { createMetrics } from './metrics/metrics.ts';
import { createModel } from './model/model.ts';
import type { Clock, EstateDefinition, EstateModel } from './model/types.ts';
import { createCaller } from './network/callOut.ts';
import { createSchedule } from './network/schedule.ts';
import { listenSites } from './network/siteListener.ts';
import { issueSqlCertificate, openSqlEndpoints } from './network/sqlEndpoints.ts';
import { openTcpGate } from './network/tcpGate.ts';
import type { Site } from './network/types.ts';
import type { OpenVantagePart } from './network/vantage.ts';
import { createVantageKeeper } from './network/vantageKeeper.ts';
import { createPagerDuty } from './pagerDuty/pagerDuty.ts';
import type { FailoverCall } from './resourceManager/failoverCall.ts';
import { createResourceManager, type ResourceManagerOptions } from './resourceManager/resourceManager.ts';
import { createSlack } from './slack/slack.ts';
import { executeBatch } from './sql/tsql/execute.ts';
import { createTeams } from './teams/teams.ts';
import type { Estate, EstateAddresses } from './types.ts';
import { createWebhook } from './webhook/webhook.ts';

export interface EstateOptions {
  /** @default the system's clock */
  clock?: Clock;
  /** Receives the certificate of the authority, and nothing else. Made when it is not there. */
  folder: string;
  resourceManager?: ResourceManagerOptions;
  /** What the topics of Event Grid take. @default 'CloudEventSchemaV1_0' */
  topicSchema?: EventSchema;
}

/** Where Azure Communication Services takes SMTP. */
const SMTP_HOST = 'smtp.azurecomm.net';
const SMTP_PORT = 587;
const SMTP_USER = 'rehearsal';

/**
 * Starts an estate. Until a vantage is opened nobody finds it.
 * @throws EstateDefinitionError when Azure could not have such an estate.
 */
export async function startEstate(definition: EstateDefinition, options: EstateOptions): Promise<Estate> {
  const clock = options.clock ?? { now: () => Date.now() };
  const model = createModel(definition, clock);
  const tokens = createTokenAuthority({ clock });
  const certificates = await createCertificateAuthority(options.folder);
  const teams = createTeams({ model, clock });
  const email = createCommunicationEmail({ model, clock });
  const pagerDuty = createPagerDuty({ model, clock });
  const slack = createSlack({ model, clock });
  const webhook = createWebhook({ model, clock });
  const heartbeat = createHeartbeatCheck({ clock });
  const relay = { host: SMTP_HOST, port: SMTP_PORT, user: SMTP_USER, password: randomBytes(18).toString('base64url') };
  const logins = createLoginLedger();
  const metrics = { model, logins, sinceMs: clock.now() };
  const sqlOpener = await createSqlOpener(model, tokens, certificates, logins);
  const smtp = await openRelay(model, clock, certificates, relay);
  const outward = startOutward(model, tokens, options.topicSchema);
  const { eventGrid, alerts } = outward;
  const failoverCalls: FailoverCall[] = [];
  const sites = [
    createResourceManager(model, tokens, {
      ...options.resourceManager,
      onFailoverCall: (call) => failoverCalls.push(call),
    }),
    teams.site,
    email.site,
    pagerDuty.site,
    slack.site,
    webhook.site,
    heartbeat.site,
    ...eventGrid.sites,
    ...createMetrics(metrics, tokens),
    createLogs(metrics, tokens),
  ];
  const vantages = createVantageKeeper(definition.regions, [
    siteOpener(model, certificates, sites),
    sqlOpener,
    smtpOpener(model, smtp),
    identityOpener(model, tokens),
  ]);
  return {
    model,
    tokens,
    certificateAuthorityFile: certificates.file,
    addresses: {
      teamsWebhookUrl: teams.webhookUrl,
      smtp: relay,
      communicationEmailConnectionString: email.connectionString,
      communicationEmailSender: email.sender,
      pagerDutyRoutingKey: pagerDuty.routingKey,
      slackWebhookUrl: slack.webhookUrl,
      webhook: { url: webhook.url, secret: webhook.secret },
      heartbeatUrl: heartbeat.url,
      eventGridTopics: eventGrid.topics,
      subscriptionTopics: eventGrid.subscriptionTopics,
      logsWorkspace: LOGS_WORKSPACE,
    },
    openVantage: vantages.open,
    failoverCalls: () => failoverCalls.map((call) => ({ ...call })),
    teamsMessages: teams.messages,
    mailMessages: () => [...email.messages(), ...smtp.messages()].sort((one, other) => one.atMs - other.atMs),
    pagerDutyMessages: pagerDuty.messages,
    pagerDutyIncidents: pagerDuty.incidents,
    slackMessages: slack.messages,
    webhookMessages: webhook.messages,
    heartbeatPings: heartbeat.pings,
    subscribe: eventGrid.subscribe,
    deadLetters: eventGrid.deadLetters,
    eventDeliveries: eventGrid.deliveries,
    actionGroup: alerts.add,
    alertDeliveries: alerts.deliveries,
    async close() {
      await outward.close();
      await vantages.closeAll();
      await smtp.close();
    },
  };
}

interface Outward {
  eventGrid: EventGrid;
  alerts: Alerts;
  close(): Promise<void>;
}

/** What calls the app by itself: one schedule and one caller, so that closing leaves nothing waiting and nothing under way. */
function startOutward(model: EstateModel, tokens: TokenAuthority, inputSchema?: EventSchema): Outward {
  const schedule = createSchedule();
  const caller = createCaller(model.reachability);
  const eventGrid = createEventGrid({
    model,
    tokens,
    schedule,
    caller,
    ...(inputSchema === undefined ? {} : { inputSchema }),
  });
  const alerts = createAlerts({ model, schedule, caller });
  return {
    eventGrid,
    alerts,
    async close() {
      eventGrid.close();
      alerts.close();
      schedule.close();
      await caller.close();
    },
  };
}

async function openRelay(
  model: EstateModel,
  clock: Clock,
  certificates: CertificateAuthority,
  { user, password }: EstateAddresses['smtp'],
): Promise<Smtp> {
  const { key, cert } = await certificates.issue([SMTP_HOST]);
  return startSmtp({ model, clock, key, cert, user, password });
}

function siteOpener(model: EstateModel, certificates: CertificateAuthority, sites: Site[]): OpenVantagePart {
  return (fromRegion) =>
    listenSites({
      sites,
      fromRegion,
      certificates,
      reachability: (to) => model.reachability(fromRegion, to),
      roundTripMs: (to) => model.roundTripMs(to),
    });
}

async function createSqlOpener(
  model: EstateModel,
  tokens: TokenAuthority,
  certificates: CertificateAuthority,
  logins: LoginLedger,
): Promise<OpenVantagePart> {
  const certificate = await issueSqlCertificate(certificates, model);
  return (fromRegion) => openSqlEndpoints({ model, tokens, certificate, execute: executeBatch, logins }, fromRegion);
}

/** One relay for all, behind a gate of each vantage's own. */
function smtpOpener(model: EstateModel, smtp: Smtp): OpenVantagePart {
  return async (fromRegion) => {
    const { port, close } = await openTcpGate(smtp.port, () => model.reachability(fromRegion, 'global'));
    return { names: [{ name: SMTP_HOST, port: SMTP_PORT, to: port }], close };
  };
}

function identityOpener(model: EstateModel, tokens: TokenAuthority): OpenVantagePart {
  return async () => {
    const { environment, close } = await listenManagedIdentity({ tokens, state: () => model.identityState() });
    return { names: [], environment, close };
  };
}
