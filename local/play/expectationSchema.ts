/** One expectation of a scenario: by when, or always, or of the scorecard at the end. */
import { z } from 'zod';
import { channelName, databaseName, duration } from './schemaParts.ts';

const notified = z.strictObject({
  channel: channelName.optional(),
  condition: z.string().optional(),
  reason: z.string().optional(),
  /** Words of the message. */
  says: z.string().optional(),
});

/** An incident in PagerDuty. */
const paged = z.strictObject({
  status: z.enum(['triggered', 'acknowledged', 'resolved']).optional(),
  severity: z.string().optional(),
  /** Words of its summary. */
  says: z.string().optional(),
});

/** Signs of life that the check elsewhere has heard. */
const heartbeat = z.strictObject({
  signal: z.enum(['start', 'success', 'fail']),
  atLeast: z.number().int().min(1).optional(),
  /** Words of the reason that comes with a failure. */
  says: z.string().optional(),
});

/** A group of alerts that a channel is not told of now (GET /api/notifications). */
const held = z.strictObject({
  condition: z.string(),
  channel: z.string().optional(),
  /** Of the group as a whole, or of one of its alerts. */
  because: z.string(),
});

const incident = z.strictObject({
  /** The guardian that shows it; any of them when absent. */
  deployment: z.enum(['first', 'second']).optional(),
  group: z.string().optional(),
  verdict: z.string().optional(),
  region: z.string().optional(),
  database: databaseName.optional(),
  phase: z.string().optional(),
  decision: z.string().optional(),
  /** The state of the question to a person. */
  approval: z.string().optional(),
});

const explained = z.strictObject({
  group: z.string(),
  gate: z.string().optional(),
  open: z.boolean().optional(),
  decision: z.string().optional(),
  says: z.string().optional(),
});

const operation = z.strictObject({
  group: z.string().optional(),
  state: z.string().optional(),
  step: z.string().optional(),
});

const page = z.strictObject({ status: z.number().int().optional(), says: z.string().optional() });
const atMostSeconds = z.strictObject({ atMost: z.number().min(0) });

/** Looked at from `after` on; decided when it first holds, or when the time is over. */
const when = { after: duration.optional(), by: duration };

const byExpectations = [
  z.strictObject({ ...when, notified }),
  z.strictObject({ ...when, paged }),
  z.strictObject({ ...when, heartbeat }),
  z.strictObject({ ...when, link: z.strictObject({ database: databaseName, state: z.string() }) }),
  z.strictObject({ ...when, primary: z.record(z.string(), z.string()) }),
  z.strictObject({
    ...when,
    shows: z.strictObject({
      link: databaseName.optional(),
      state: z.string().optional(),
      lagAtLeast: duration.optional(),
      problem: z.string().optional(),
      health: z.string().optional(),
      /** Also one that nobody was told of. */
      alert: z
        .strictObject({ condition: z.string(), phase: z.enum(['pending', 'firing', 'resolving']).optional() })
        .optional(),
    }),
  }),
  z.strictObject({ ...when, held }),
  z.strictObject({ ...when, incident }),
  z.strictObject({ ...when, explained }),
  z.strictObject({ ...when, operation }),
  z.strictObject({ ...when, page }),
  z.strictObject({
    ...when,
    delivered: z.strictObject({ oneEvent: z.strictObject({ atLeast: z.number().int().min(1) }) }),
  }),
  z.strictObject({ ...when, killed: z.strictObject({ atLeast: z.number().int().min(1) }) }),
] as const;

const alwaysExpectations = [
  z.strictObject({ always: z.strictObject({ notified: notified.extend({ atMost: z.number().int().min(0) }) }) }),
  z.strictObject({
    always: z.strictObject({
      acceptedForcedFailovers: z.strictObject({ perDatabase: z.strictObject({ atMost: z.number().int().min(0) }) }),
    }),
  }),
  z.strictObject({
    always: z.strictObject({
      failoverCalls: z.strictObject({ perDatabase: z.strictObject({ atMost: z.number().int().min(0) }) }),
    }),
  }),
  z.strictObject({ always: z.strictObject({ delivered: z.strictObject({ atMost: z.number().int().min(0) }) }) }),
  z.strictObject({ always: z.strictObject({ noIncident: incident }) }),
] as const;

const score = z.strictObject({
  score: z.strictObject({
    lossSeconds: atMostSeconds.optional(),
    lossBoundHolds: z.boolean().optional(),
    detectSeconds: atMostSeconds.optional(),
    decideSeconds: atMostSeconds.optional(),
    sendSeconds: atMostSeconds.optional(),
    verifiedSeconds: atMostSeconds.optional(),
  }),
});

export const expectationSchema = z.union([...byExpectations, ...alwaysExpectations, score]);

export type Expectation = z.output<typeof expectationSchema>;
export type NotifiedPattern = z.output<typeof notified>;
export type PagedPattern = z.output<typeof paged>;
export type HeartbeatPattern = z.output<typeof heartbeat>;
export type HeldPattern = z.output<typeof held>;
export type IncidentPattern = z.output<typeof incident>;
export type ExplainedPattern = z.output<typeof explained>;
export type OperationPattern = z.output<typeof operation>;
export type PagePattern = z.output<typeof page>;
export type ScorePattern = z.output<typeof score>['score'];
