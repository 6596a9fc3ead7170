/**
 * The composition root: ports meet adapters, and every function finds its one call here. Nothing is read from Azure before the first
 * call, and nothing throws while the functions register: a fault of the configuration is told in /api/status, not by an app without
 * functions.
 */
import { createHash } from 'node:crypto';
import { readAutomation, switchAutomation } from './app/automation.ts';
import type { AppContext } from './app/context.ts';
import { createPorts, DELIVERY_QUEUE, OPERATION_QUEUE, SHARD_QUEUE } from './app/createPorts.ts';
import { showDecision, takeDecision } from './app/decisions.ts';
import { discoverTopology } from './app/discoverTopology.ts';
import { hardenLink, hardenLinks } from './app/harden.ts';
import { explainIncident, readIncidents } from './app/incidents.ts';
import { limitedBody } from './app/limitedBody.ts';
import { type Log, misconfigured } from './app/log.ts';
import { MalformedRows } from './app/malformedRows.ts';
import { readNotifications } from './app/notificationList.ts';
import { deliverNotification, tendOutbox } from './app/notifications.ts';
import { commandOperation, readOperations } from './app/operations.ts';
import { pollEveryMs, pollHealth } from './app/pollHealth.ts';
import { readConditionPage, readHealth, readLinks, readPage, readStatus } from './app/queries.ts';
import { advanceFromQueue, superviseIncidents } from './app/react.ts';
import { reactToOutage } from './app/reactToOutage.ts';
import { LARGEST_ALERT_BYTES, receiveAlert } from './app/receiveAlert.ts';
import { refreshTopology } from './app/refreshTopology.ts';
import { type HttpRequestLike, incoming } from './app/requestBody.ts';
import { sampleReplication } from './app/sampleReplication.ts';
import { sampleShard } from './app/sampleShard.ts';
import { endSilence, makeSilence, readSilences } from './app/silences.ts';
import { testNotifications } from './app/testNotifications.ts';
import { Troubles } from './app/troubles.ts';
import { readApprovalKey } from './config/approvalKey.ts';
import { loadFromEnvironment } from './config/environment.ts';
import { scheduleOf } from './config/schedule.ts';
import { readHttpAuthentication, readRegion, readSignsPeopleIn } from './config/settings.ts';
import type { Configuration } from './config/types.ts';
import { problemReply, type Reply } from './views/reply.ts';

const VERSION = '0.1.0';
/** Timers fire this often while the configuration has faults: they only log that it has. */
const SCHEDULE_WHILE_MISCONFIGURED = '0 */5 * * * *';

export const geowarden = createApp();

function createApp() {
  const loaded = loadFromEnvironment();
  const authentication = readHttpAuthentication();
  const configuration = loaded.ok ? loaded.configuration : undefined;
  const faults = [
    ...(loaded.ok ? loaded.warnings : loaded.faults),
    ...(authentication.ok ? [] : [authentication.fault]),
  ];
  const malformed = new MalformedRows(Date.now);
  const app: AppContext = {
    version: VERSION,
    configuration,
    faults,
    configurationHash: hashOf(configuration),
    ports: createPorts(configuration, (place) => malformed.report(place)),
    malformed,
    troubles: new Troubles(Date.now),
    region: readRegion(),
    approvalKey: () => (configuration ? readApprovalKey(configuration.approval.key) : undefined),
    now: () => Date.now(),
    random: () => Math.random(),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    processStartedAtMs: Date.now(),
  };
  const signsPeopleIn = readSignsPeopleIn();
  const schedule = (part: 'sampling' | 'discovery' | 'delivery' | 'supervision') =>
    configuration ? scheduleOf(configuration[part].everyMs) : SCHEDULE_WHILE_MISCONFIGURED;
  /** Work of timers and queues, when there is a configuration to work with. */
  const work = (name: string, run: (log: Log) => Promise<unknown>) => async (log: Log) => {
    if (!configuration) return misconfigured(log, name, faults.length);
    await run(log);
  };
  return {
    schedules: {
      sampling: schedule('sampling'),
      discovery: schedule('discovery'),
      delivery: schedule('delivery'),
      supervision: schedule('supervision'),
      harden:
        configuration?.signals.hardenEveryMs === undefined
          ? undefined
          : scheduleOf(configuration.signals.hardenEveryMs),
      health: configuration ? scheduleOf(pollEveryMs(configuration)) : SCHEDULE_WHILE_MISCONFIGURED,
    },
    queues: { deliverNotification: DELIVERY_QUEUE, advanceOperation: OPERATION_QUEUE, sampleShard: SHARD_QUEUE },
    // A wrong setting must not open the door.
    httpAuthLevel: authentication.ok ? authentication.value : ('function' as const),
    discoverTopology: work('discoverTopology', (log) => discoverTopology(app, log)),
    sampleReplication: work('sampleReplication', (log) => sampleReplication(app, log)),
    sampleShard: (message: unknown, log: Log) => sampleShard(app, message, log),
    pollHealth: work('pollHealth', (log) => pollHealth(app, log)),
    harden: (request: HttpRequestLike, log: Log) =>
      answer(async () => hardenLink(app, await incoming(request, signsPeopleIn), log)),
    hardenLinks: work('hardenLinks', (log) => hardenLinks(app, log)),
    sweepOutbox: work('sweepOutbox', (log) => tendOutbox(app, log)),
    deliverNotification: (message: unknown, log: Log) => deliverNotification(app, message, log),
    superviseIncidents: work('superviseIncidents', (log) => superviseIncidents(app, log)),
    advanceOperation: (message: unknown, log: Log) => advanceFromQueue(app, message, log),
    receiveAlert: (body: AsyncIterable<Uint8Array> | null, log: Log) =>
      answer(async () => receiveAlert(app, await limitedBody(body, LARGEST_ALERT_BYTES), log)),
    reactToOutage: (event: unknown, log: Log) => reactToOutage(app, event, log),
    refreshTopology: (event: unknown, log: Log) => refreshTopology(app, event, log),
    status: () => answer(() => readStatus(app)),
    links: (linkKey: string | undefined) => answer(() => readLinks(app, linkKey)),
    health: () => answer(() => readHealth(app)),
    page: () => answer(() => readPage(app)),
    conditionPage: (name: string | undefined, url: string) => answer(() => readConditionPage(app, name, url)),
    incidents: (id: string | undefined) => answer(() => readIncidents(app, id)),
    explainIncident: (id: string | undefined) => answer(() => explainIncident(app, id)),
    decision: (id: string, token: string, request: HttpRequestLike, log: Log) =>
      answer(async () => {
        const given = await incoming(request, signsPeopleIn);
        if (given.method === 'POST') return takeDecision(app, id, given, log);
        return showDecision(app, id, { token, principal: given.principal });
      }),
    operations: (id: string | undefined, request: HttpRequestLike, log: Log) =>
      answer(async () => {
        if (request.method !== 'POST') return readOperations(app, id);
        return commandOperation(app, id ?? '', await incoming(request, signsPeopleIn), log);
      }),
    notifications: (query: { limit: string | null; after: string | null }) =>
      answer(() => readNotifications(app, query)),
    silences: (id: string | undefined, by: string | null, request: HttpRequestLike, log: Log) =>
      answer(async () => {
        if (request.method === 'GET' || request.method === 'HEAD') return readSilences(app);
        const given = await incoming(request, signsPeopleIn);
        if (request.method === 'POST') return makeSilence(app, given, log);
        return endSilence(app, { id: id ?? '', by, principal: given.principal }, log);
      }),
    testNotifications: (request: HttpRequestLike, log: Log) =>
      answer(async () => testNotifications(app, await incoming(request, signsPeopleIn), log)),
    automation: (request: HttpRequestLike, log: Log) =>
      answer(async () => {
        if (request.method !== 'POST') return readAutomation(app);
        return switchAutomation(app, await incoming(request, signsPeopleIn), log);
      }),
  };
}

/** What discovery depends on: other scopes or another cloud make another topology. */
function hashOf(configuration: Configuration | undefined): string {
  return createHash('sha256')
    .update(JSON.stringify([configuration?.cloud, configuration?.scopes]))
    .digest('hex')
    .slice(0, 16);
}

/** A query that fails answers with problem details: the adapters' sentences hold no secrets, a stack would. */
async function answer(query: () => Promise<Reply>): Promise<Reply> {
  try {
    return await query();
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return problemReply(503, 'The state could not be read', detail);
  }
}
