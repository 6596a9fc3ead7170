/** What steps and expectations are written with. */
import { z } from 'zod';
import { parseDuration } from './duration.ts';

export const duration = z
  .string()
  .refine((text) => parseDuration(text) !== undefined, {
    message: "expected a duration such as '400ms', '5s' or '1m30s'",
  })
  .transform((text) => parseDuration(text) ?? 0);

export const channelName = z.enum(['teams', 'smtp', 'communicationEmail', 'pagerDuty', 'slack', 'webhook']);

export const databaseName = z.string().regex(/^[^/]+\/[^/]+$/, { message: "expected 'server/database'" });
export const serverOrDatabase = z
  .string()
  .regex(/^[^/]+(\/[^/]+)?$/, { message: "expected 'server' or 'server/database'" });
