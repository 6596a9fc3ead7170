/** From the checked document to what the rooms are given: units in the names, defaults that follow from other fields filled in. */
import type { RecoveryGroup } from '../failover/types.ts';
import { heartbeatOf, maintenanceOf, notificationsOf, routeOf } from './normaliseNotifications.ts';
import { differencesOf, rulesOf } from './normaliseRules.ts';
import type { ConfigurationDocument } from './schema/document.ts';
import type { Channel, Configuration, Scope, Topic } from './types.ts';

/** Where the document does not say how long one question may take, it takes no longer than the interval allows, within these. */
const SHORTEST_TIMEOUT_MS = 2_000;
const LONGEST_TIMEOUT_MS = 10_000;
/** For a login to a secondary in another region and four views; half an interval, so that one that never answers makes no sweep late. */
const LONGEST_SIGNALS_TIMEOUT_MS = 15_000;

export function normalise(document: ConfigurationDocument): Configuration {
  const { sampling, signals, discovery, delivery, objectives } = document;
  return {
    role: document.role,
    cloud: document.cloud,
    name: document.name,
    scopes: document.scopes.map(scopeOf),
    objectives: { rpoMs: objectives.rpo, rtoMs: objectives.rto },
    sampling: {
      everyMs: sampling.every,
      timeoutMs: sampling.timeout ?? within(sampling.every, LONGEST_TIMEOUT_MS),
      concurrency: sampling.concurrency,
      encryption: sampling.encryption,
      shardAbove: sampling.shardAbove,
      ...(sampling.connections === undefined ? {} : { connections: sampling.connections }),
    },
    signals: {
      everyMs: signals.every,
      timeoutMs: signals.timeout ?? within(sampling.every / 2, LONGEST_SIGNALS_TIMEOUT_MS),
      secondaries: signals.secondaries,
      ...(signals.harden === undefined ? {} : { hardenEveryMs: signals.harden }),
      metrics: signals.metrics,
      metricsEveryMs: signals.metricsEvery,
    },
    discovery: { everyMs: discovery.every, timeoutMs: discovery.timeout },
    alerts: rulesOf(document.alerts, objectives.rpo),
    channels: document.channels.map(channelOf),
    routes: document.routes.map(routeOf),
    notifications: notificationsOf(document.notifications),
    maintenance: document.maintenance.map(maintenanceOf),
    ...heartbeatOf(document.heartbeat),
    groups: document.groups.map((group) => groupOf(group, objectives.rpo)),
    supervision: { everyMs: document.supervision.every },
    approval: { validForMs: document.approval.validFor, key: document.approval.key },
    fence: document.fence.storage === undefined ? {} : { storage: document.fence.storage },
    events: { topics: document.events.topics.map(topicOf) },
    history: { keepMs: document.history.keep },
    logs: { queries: document.logs.queries.map(({ every, ...query }) => ({ ...query, everyMs: every })) },
    delivery: {
      everyMs: delivery.every,
      attempts: delivery.attempts,
      firstRetryMs: delivery.firstRetry,
      longestRetryMs: delivery.longestRetry,
      timeoutMs: delivery.timeout,
    },
    ...(document.pageUrl === undefined ? {} : { pageUrl: document.pageUrl }),
    ...(document.docsUrl === undefined ? {} : { docsUrl: document.docsUrl }),
  };
}

function within(ms: number, longestMs: number): number {
  return Math.min(longestMs, Math.max(SHORTEST_TIMEOUT_MS, ms));
}

function scopeOf(scope: ConfigurationDocument['scopes'][number], index: number): Scope {
  return {
    name: scope.name ?? `scope ${index + 1}`,
    subscriptions: scope.subscriptions.map((id) => id.toLowerCase()),
    resourceGroups: scope.resourceGroups ?? [],
    servers: scope.servers ?? [],
    databases: scope.databases ?? [],
    tags: scope.tags ?? {},
    source: scope.source,
    alerts: differencesOf(scope.alerts ?? {}),
  };
}

function channelOf(channel: ConfigurationDocument['channels'][number]): Channel {
  if (channel.type !== 'smtp') return channel;
  const { user, password, ...rest } = channel;
  return { ...rest, ...(user === undefined ? {} : { user }), ...(password === undefined ? {} : { password }) };
}

function topicOf({ endpoint, key }: ConfigurationDocument['events']['topics'][number]): Topic {
  return key === undefined ? { endpoint } : { endpoint, key };
}

/** `automatic` must state its allowance (crossChecks.ts); where a person decides anyway, the RPO says what may be lost unasked. */
function groupOf(group: ConfigurationDocument['groups'][number], rpoMs: number): RecoveryGroup {
  return {
    name: group.name,
    databases: group.databases.map((pattern) => pattern.toLowerCase()),
    mode: group.mode,
    confirmForMs: group.confirmFor,
    minKinds: group.minKinds,
    maxLossMs: group.maxLoss ?? rpoMs,
    cooldownMs: group.cooldown,
    dailyBudget: group.dailyBudget,
    partial: group.partial,
  };
}
