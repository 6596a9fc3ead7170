/** The shape of a scenario file. Everything in it speaks of Azure or of the product's configuration. */
import { z } from 'zod';
import { parseDuration } from './duration.ts';

const duration = z
  .string()
  .refine((text) => parseDuration(text) !== undefined, {
    message: "expected a duration such as '400ms', '5s' or '1m30s'",
  })
  .transform((text) => parseDuration(text) ?? 0);

const databaseName = z.string().regex(/^[^/]+\/[^/]+$/, { message: "expected 'server/database'" });
const serverOrDatabase = z.string().regex(/^[^/]+(\/[^/]+)?$/, { message: "expected 'server' or 'server/database'" });

const estate = z.strictObject({
  regions: z.array(z.string()).min(1),
  app: z.strictObject({ region: z.string(), witness: z.string().default('none') }),
  servers: z
    .array(
      z.strictObject({
        name: z.string(),
        region: z.string(),
        tags: z.record(z.string(), z.string()).optional(),
        connectionPolicy: z.enum(['proxy', 'redirect']).optional(),
      }),
    )
    .min(1),
  databases: z.array(
    z.strictObject({
      name: z.string(),
      server: z.string(),
      sku: z.string().default('GP_Gen5_2'),
      commitsPerSecond: z.number().min(0).default(1),
      tags: z.record(z.string(), z.string()).optional(),
    }),
  ),
  links: z
    .array(
      z.strictObject({
        database: databaseName,
        secondary: z.string(),
        secondaryDatabase: z.string().optional(),
        kind: z.enum(['GEO', 'STANDBY', 'NAMED', 'COPY']).optional(),
        secondarySku: z.string().optional(),
        shippingDelay: duration.optional(),
        shippingRate: z.number().positive().optional(),
        redoDelay: duration.optional(),
        seededPercent: z.number().min(0).max(100).optional(),
        seedingRate: z.number().positive().optional(),
      }),
    )
    .default([]),
  failoverGroups: z
    .array(
      z.strictObject({
        name: z.string(),
        server: z.string(),
        partnerServer: z.string(),
        databases: z.array(z.string()),
        policy: z.enum(['Manual', 'Automatic']).default('Manual'),
        gracePeriodMinutes: z.number().min(60).optional(),
      }),
    )
    .default([]),
});

const linkName = z.strictObject({ database: databaseName, secondary: z.string() });
const sqlAnswer = z.union([
  z.number().int(),
  z.enum(['properly', 'silent', 'stallLogin', 'hangQuery', 'dropQuery', 'garbage', 'clearText', 'malformedRow']),
]);

/** One step: when, and one thing that happens. */
export const stepSchema = z.union([
  z.strictObject({ at: duration, region: z.string(), becomes: z.enum(['up', 'down']) }),
  z.strictObject({
    at: duration,
    network: z.strictObject({ from: z.string(), to: z.string(), bothWays: z.boolean().default(true) }),
    becomes: z.enum(['open', 'refused', 'silent']),
  }),
  z.strictObject({ at: duration, region: z.string(), roundTrip: duration }),
  z.strictObject({
    at: duration,
    link: linkName,
    becomes: z.enum(['suspended', 'active', 'disconnected', 'connected', 'removed', 'added']).optional(),
    shippingDelay: duration.optional(),
    shippingRate: z.number().positive().optional(),
  }),
  z.strictObject({
    at: duration,
    database: databaseName,
    becomes: z.enum(['Online', 'Unavailable', 'Paused', 'Scaling', 'Restarted']),
  }),
  z.strictObject({ at: duration, database: databaseName, commitsPerSecond: z.number().min(0) }),
  z.strictObject({ at: duration, sql: serverOrDatabase, answers: sqlAnswer }),
  z.strictObject({ at: duration, sql: serverOrDatabase, statements: z.number().int() }),
  z.strictObject({ at: duration, firewall: z.string(), becomes: z.enum(['open', 'closed']) }),
  z.strictObject({ at: duration, rights: z.string(), becomes: z.enum(['granted', 'connect', 'denied']) }),
  z.strictObject({ at: duration, resourceManager: z.enum(['up', 'throttled', 'unavailable', 'silent', 'garbage']) }),
  z.strictObject({ at: duration, identity: z.enum(['up', 'unreachable', 'failing']) }),
  z.strictObject({
    at: duration,
    channel: z.enum(['teams', 'smtp', 'communicationEmail']),
    answers: z.enum(['ok', 'throttled', 'tooLarge', 'failing', 'silent']),
  }),
  z.strictObject({ at: duration, app: z.enum(['killed', 'stopped', 'started']) }),
]);

const notified = z.strictObject({
  channel: z.enum(['teams', 'smtp', 'communicationEmail']).optional(),
  condition: z.string().optional(),
  reason: z.string().optional(),
});

const expectations = z.union([
  z.strictObject({ by: duration, notified }),
  z.strictObject({ by: duration, link: z.strictObject({ database: databaseName, state: z.string() }) }),
  z.strictObject({ by: duration, primary: z.record(z.string(), z.string()) }),
  z.strictObject({
    by: duration,
    shows: z.strictObject({
      link: databaseName.optional(),
      state: z.string().optional(),
      lagAtLeast: duration.optional(),
      problem: z.string().optional(),
      health: z.string().optional(),
    }),
  }),
  z.strictObject({ always: z.strictObject({ notified: notified.extend({ atMost: z.number().int().min(0) }) }) }),
  z.strictObject({
    always: z.strictObject({
      acceptedForcedFailovers: z.strictObject({ perDatabase: z.strictObject({ atMost: z.number().int().min(0) }) }),
    }),
  }),
]);

export const scenarioSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/, { message: 'expected lower-case letters, digits and dashes' }),
  story: z.string(),
  estate,
  /** Checked by the product itself, as a user's would be. */
  configuration: z.record(z.string(), z.unknown()).default({}),
  steps: z.array(stepSchema).default([]),
  expect: z.array(expectations).min(1),
  /** How long `always` is watched at least. */
  lasts: duration.optional(),
});

export type Scenario = z.output<typeof scenarioSchema>;
export type Step = Scenario['steps'][number];
export type Expectation = Scenario['expect'][number];
export type NotifiedPattern = z.output<typeof notified>;
