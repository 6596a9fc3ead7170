/** The shape of a scenario file. Everything in it speaks of Azure or of the product's configuration. */
import { z } from 'zod';
import { expectationSchema } from './expectationSchema.ts';
import { databaseName, duration } from './schemaParts.ts';
import { stepSchema } from './stepSchema.ts';

const estate = z.strictObject({
  regions: z.array(z.string()).min(1),
  app: z.strictObject({
    region: z.string(),
    witness: z.string().default('none'),
    second: z.string().default('none'),
  }),
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
      logWritePercent: z.number().positive().max(100).optional(),
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
        secondaryAllowConnections: z.boolean().optional(),
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

export const scenarioSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/, { message: 'expected lower-case letters, digits and dashes' }),
  story: z.string(),
  estate,
  /** Checked by the product itself, as a user's would be. */
  configuration: z.record(z.string(), z.unknown()).default({}),
  steps: z.array(stepSchema).default([]),
  expect: z.array(expectationSchema).min(1),
  /** How long `always` is watched at least. */
  lasts: duration.optional(),
});

export type Scenario = z.output<typeof scenarioSchema>;
