/** `logs:`: your own questions to Log Analytics. */
import { z } from 'zod';
import type { LogQuery } from '../types.ts';
import { field, interval, text } from './field.ts';
import { severity } from './severity.ts';

const query = field(
  z.strictObject({
    name: text(
      {
        title: 'Name',
        description: 'What the query is called; unique.',
        expected: 'a name of 1 to 60 letters',
        example: 'name: gateway-errors',
      },
      60,
    ),
    workspaceId: field(z.guid(), {
      title: 'Workspace id',
      description: 'The id of the Log Analytics workspace (its customerId, not its resource id).',
      expected: 'a workspace id (a GUID)',
      example: 'workspaceId: 5f3d8a10-7c64-4e0e-9a5b-1f6f5a2b8c01',
    }),
    query: text(
      {
        title: 'Query',
        description:
          'KQL. Every row that comes back is a hit; the columns `server`, `database` and `region`, where there are any, say of what.',
        expected: 'a KQL query of 1 to 4000 letters',
        example: "query: 'AppExceptions | where TimeGenerated > ago(5m) | summarize n = count() | where n > 100'",
      },
      4000,
    ),
    every: interval({ title: 'Interval', description: 'How often it is asked.', example: 'every: 1m' }).prefault('1m'),
    severity: severity('How bad a hit is: `critical`, `error`, `warning` or `info`.', 'warning').default('warning'),
    evidence: field(z.enum(['none', 'database', 'region'] satisfies Array<LogQuery['evidence']>), {
      title: 'Evidence',
      description:
        '`none`: a hit is shown. `database` or `region`: a hit also speaks for an outage of the database or region that its row names, beside the other kinds of evidence.',
      expected: 'none, database or region',
      example: 'evidence: region',
    }).default('none'),
  }),
  {
    title: 'Log query',
    description: 'One question to one workspace.',
    expected: 'a mapping with at least name, workspaceId and query',
    example: '- { name: gateway-errors, workspaceId: 5f3d8a10-7c64-4e0e-9a5b-1f6f5a2b8c01, query: AppExceptions }',
  },
);

export const logs = field(
  z.strictObject({
    queries: field(z.array(query).max(50), {
      title: 'Queries',
      description: 'At most 50. The identity of the app needs Log Analytics Data Reader on each workspace.',
      expected: 'a list of at most 50 log queries',
      example:
        'queries: [{ name: gateway-errors, workspaceId: 5f3d8a10-7c64-4e0e-9a5b-1f6f5a2b8c01, query: AppExceptions }]',
    }).default([]),
  }),
  {
    title: 'Logs',
    description: 'What your own logs know: a KQL query becomes a signal and, where it says so, evidence.',
    expected: 'a mapping with queries',
    example: 'logs: { queries: [] }',
  },
);
