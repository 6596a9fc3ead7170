/** One step of a scenario: when, and one thing that happens. */
import { z } from 'zod';
import { channelName, databaseName, duration, serverOrDatabase } from './schemaParts.ts';

const linkName = z.strictObject({ database: databaseName, secondary: z.string() });
const sqlAnswer = z.union([
  z.number().int(),
  z.enum(['properly', 'silent', 'stallLogin', 'hangQuery', 'dropQuery', 'garbage', 'clearText', 'malformedRow']),
]);
const orNever = z.union([z.literal('never'), duration]);
const which = z.enum(['first', 'second', 'witness']).default('first');
/** Who a person says they are. */
const by = z.string().min(1).default('Ada Duty');

const network = [
  z.strictObject({ at: duration, region: z.string(), becomes: z.enum(['up', 'down']) }),
  z.strictObject({
    at: duration,
    network: z.strictObject({ from: z.string(), to: z.string(), bothWays: z.boolean().default(true) }),
    becomes: z.enum(['open', 'refused', 'silent']),
  }),
  z.strictObject({ at: duration, region: z.string(), roundTrip: duration }),
] as const;

const databases = [
  z.strictObject({
    at: duration,
    link: linkName,
    becomes: z.enum(['suspended', 'active', 'disconnected', 'connected', 'removed', 'added']).optional(),
    shippingDelay: duration.optional(),
    shippingRate: z.number().positive().optional(),
    redoDelay: duration.optional(),
  }),
  z.strictObject({
    at: duration,
    database: databaseName,
    becomes: z.enum(['Online', 'Unavailable', 'Paused', 'Scaling', 'Restarted']),
  }),
  z.strictObject({ at: duration, database: databaseName, commitsPerSecond: z.number().min(0) }),
  z.strictObject({ at: duration, database: databaseName, logWritePercent: z.number().positive().max(100) }),
  z.strictObject({ at: duration, database: databaseName, sku: z.string() }),
  z.strictObject({
    at: duration,
    /** By somebody else: not by the app. */
    failover: z.strictObject({
      database: databaseName,
      to: z.string(),
      mode: z.enum(['planned', 'forced']).default('planned'),
      by: z.enum(['arm', 'tsql']).default('arm'),
    }),
  }),
  z.strictObject({ at: duration, sql: serverOrDatabase, answers: sqlAnswer }),
  z.strictObject({ at: duration, sql: serverOrDatabase, statements: z.number().int() }),
  z.strictObject({ at: duration, firewall: z.string(), becomes: z.enum(['open', 'closed']) }),
  z.strictObject({
    at: duration,
    rights: z.string(),
    becomes: z.enum(['granted', 'connect', 'denied', 'serverState', 'administrator']),
  }),
] as const;

const services = [
  z.strictObject({ at: duration, resourceManager: z.enum(['up', 'throttled', 'unavailable', 'silent', 'garbage']) }),
  z.strictObject({ at: duration, identity: z.enum(['up', 'unreachable', 'failing']) }),
  z.strictObject({
    at: duration,
    monitor: z.enum(['up', 'denied', 'throttled', 'unavailable', 'silent']),
    /** How long after it happened a moment is in the metrics. */
    delay: duration.optional(),
  }),
  z.strictObject({
    at: duration,
    /** What Azure Monitor says of a primary's lag, whatever is so. */
    lagMetric: z.strictObject({ database: databaseName, says: z.union([z.enum(['theTruth', 'nothing']), duration]) }),
  }),
  z.strictObject({
    at: duration,
    channel: channelName,
    answers: z.enum(['ok', 'throttled', 'tooLarge', 'failing', 'silent']),
  }),
  z.strictObject({
    at: duration,
    eventGrid: z.enum(['normal', 'delayed', 'duplicating', 'reordering', 'unavailable', 'silent']),
    topic: z.string().optional(),
    delay: duration.optional(),
    copies: z.number().int().min(2).max(10).optional(),
  }),
] as const;

/** Azure's own word, as an action group delivers it. */
const alerts = [
  z.strictObject({
    at: duration,
    serviceHealth: z.strictObject({
      region: z.string(),
      service: z.string().default('SQL Database'),
      status: z.enum(['Active', 'Resolved']),
    }),
  }),
  z.strictObject({
    at: duration,
    resourceHealth: z.strictObject({
      database: databaseName,
      status: z.enum(['Available', 'Unavailable', 'Degraded', 'Unknown']),
    }),
  }),
  z.strictObject({
    at: duration,
    metric: z.strictObject({ database: databaseName, name: z.string(), fired: z.boolean() }),
  }),
  z.strictObject({
    at: duration,
    healthFeeds: z.strictObject({ serviceHealth: orNever.optional(), resolved: orNever.optional() }),
  }),
] as const;

const people = [
  z.strictObject({ at: duration, app: z.enum(['killed', 'stopped', 'started']), which }),
  z.strictObject({ at: duration, app: z.literal('killedAfterJournal') }),
  z.strictObject({ at: duration, automation: z.enum(['paused', 'resumed']), by, comment: z.string().min(1) }),
  z.strictObject({
    at: duration,
    /** A person silences what matches; `for` so long. */
    silence: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
    for: duration,
    by,
    comment: z.string().min(1),
  }),
  z.strictObject({
    at: duration,
    decision: z.enum(['approve', 'reject']),
    by,
    comment: z.string(),
    of: z.enum(['newest', 'first']).default('newest'),
  }),
] as const;

export const stepSchema = z.union([...network, ...databases, ...services, ...alerts, ...people]);
export type Step = z.output<typeof stepSchema>;
