/** What is told of outages, questions, failovers and the pause: one for each condition and reason, with real commands. */
import type { Notice, OutageDetails } from '../../../shared/alerting/types.ts';
import { breakGlass } from '../../../shared/failover/breakGlass.ts';
import type { LinkEnd, ReplicationLink, Topology } from '../../../shared/topology/types.ts';

const T0 = Date.UTC(2026, 10, 22, 3, 4, 5);
const GROUP = 'shop';
export const INCIDENT = '5d1c0a9be4f27766a1b2c3d4e5f60718';
const OPERATION = `${INCIDENT}-1`;
/** Where a token would stand: no test writes a real one into a file. */
export const TOKEN_STANDS_HERE = 'the-token-is-left-out';

export const APPROVAL: NonNullable<OutageDetails['approval']> = {
  tokenId: '1f0e2d3c4b5a69788796a5b4c3d2e1f0',
  incidentId: INCIDENT,
  fingerprint: 'f'.repeat(64),
  page: `/api/incidents/${INCIDENT}/decision`,
  expiresAtMs: T0 + 15 * 60_000,
};

const end = (server: string, region: string, database: string): LinkEnd => ({
  server,
  database,
  region,
  fullyQualifiedDomainName: `${server}.database.windows.net`,
});

function link(database: string): ReplicationLink {
  return {
    linkKey: `contoso-ne/${database}~contoso-we/${database}`,
    type: 'GEO',
    primary: end('contoso-we', 'westeurope', database),
    secondary: end('contoso-ne', 'northeurope', database),
    armState: 'CATCH_UP',
    percentComplete: 100,
  };
}

/** Every line that a person would type for so many databases. */
export function commandsFor(databases: readonly string[]): string[] {
  const servers = ['we', 'ne'].map((place) => ({
    name: `contoso-${place}`,
    fullyQualifiedDomainName: `contoso-${place}.database.windows.net`,
    region: place === 'we' ? 'westeurope' : 'northeurope',
    subscriptionId: '11111111-2222-3333-4444-555555555555',
    resourceGroup: `rg-shop-${place}`,
  }));
  const topology = { links: databases.map(link), unprotected: [], servers, databases: [] } as unknown as Topology;
  const page = breakGlass({ name: GROUP, databases: ['contoso-we/*'] }, topology);
  return page.databases.flatMap(({ database, ways }) =>
    ways.flatMap(({ secondary, azureCli, tsql }) => [
      `# ${database.server}/${database.database} to ${secondary.server} in ${secondary.region}`,
      azureCli?.forced ?? 'no command',
      `-- in master of ${tsql?.server}`,
      tsql?.forced ?? 'no statement',
    ]),
  );
}

export function planFor(databases: readonly string[]): string[] {
  return databases.map(
    (name) =>
      `contoso-we/${name} goes to contoso-ne/${name} in northeurope. At most the last 4.2 s of commits would be lost: the secondary has all until 2026-11-22 03:04:01 UTC (its own last commit), and the primary may still take writes.`,
  );
}

const WHOLE: OutageDetails = {
  group: GROUP,
  incidentId: INCIDENT,
  decision:
    'A person decides. The mode is approve, and nobody has approved it yet. Forced where the primary does not answer: contoso-we/orders goes to contoso-ne/orders. At most 4.2 s of commits would be lost.',
  plan: planFor(['orders', 'stock']),
  lossBoundMs: 4_200,
  lossCeilingMs: 10_000,
  breakGlass: commandsFor(['orders', 'stock [old]']),
};

interface Told extends Partial<Notice> {
  condition: Notice['condition'];
  subject: Notice['subject'];
  sentence: string;
}

const first = (told: Told): Notice => ({
  id: `${told.condition}-first-0123456789abcdef`.toLowerCase(),
  reason: 'first',
  severity: 'critical',
  atMs: T0 + 70_000,
  sinceMs: T0,
  durationMs: 70_000,
  ...told,
});

const resolved = (told: Told): Notice => ({
  ...first(told),
  id: `${told.condition}-resolved-0123456789abcdef`.toLowerCase(),
  reason: 'resolved',
  durationMs: 2_460_000,
  follows: `${told.condition}-first-0123456789abcdef`.toLowerCase(),
  outage: { group: GROUP, incidentId: INCIDENT, ...told.outage },
});

const REGION = { kind: 'region', key: 'westeurope' } as const;
const DATABASE = { kind: 'database', key: 'contoso-we/orders' } as const;
const OF_GROUP = { kind: 'group', key: GROUP } as const;
const DEPLOYMENT = { kind: 'deployment', key: 'shop production' } as const;

/** By the name of the golden file. */
export function outageNotices(): Array<[string, Notice]> {
  const waiting = { condition: 'ApprovalWaiting', subject: OF_GROUP } as const;
  const operation = { group: GROUP, incidentId: INCIDENT, operationId: OPERATION };
  return [
    [
      'regionOutage.first',
      first({
        condition: 'RegionOutage',
        subject: REGION,
        sentence:
          'The region westeurope is down according to our own probe for 1 min 10 s (from uksouth), Service Health for 42 s; they have agreed for 42 s.',
        outage: WHOLE,
      }),
    ],
    [
      'regionOutage.resolved',
      resolved({
        condition: 'RegionOutage',
        subject: REGION,
        sentence: 'The outage of the region westeurope is over: every primary in it answers again.',
      }),
    ],
    [
      'regionOutage.subjectRemoved',
      { ...resolved({ condition: 'RegionOutage', subject: REGION, sentence: 'x' }), closedBecause: 'subjectRemoved' },
    ],
    [
      'databaseOutage.first',
      first({
        condition: 'DatabaseOutage',
        subject: DATABASE,
        sentence:
          'contoso-we/orders is down according to our own probe for 1 min 10 s (from uksouth), Resource Health for 30 s.',
        outage: {
          group: GROUP,
          incidentId: INCIDENT,
          decision: 'It does not fail over. Expected a candidate for every database; contoso-we/orders has none.',
          plan: [
            'contoso-we/orders cannot move: none of its geo-secondaries is fit.',
            'Not contoso-ne/orders: the lag was unknown (NULL) before the outage began.',
          ],
          lossBoundMs: null,
          lossCeilingMs: null,
          breakGlass: commandsFor(['orders']),
        },
      }),
    ],
    [
      'databaseOutage.resolved',
      resolved({
        condition: 'DatabaseOutage',
        subject: DATABASE,
        sentence: 'The outage of contoso-we/orders is over: it answers again.',
      }),
    ],
    [
      'approvalWaiting.first',
      first({ ...waiting, sentence: WHOLE.decision ?? '', outage: { ...WHOLE, approval: APPROVAL }, durationMs: 0 }),
    ],
    [
      'approvalWaiting.resolved',
      resolved({ ...waiting, sentence: 'Ada approved it: the shop must be open at six.', durationMs: 260_000 }),
    ],
    [
      'approvalWaiting.operation',
      first({
        ...waiting,
        sentence:
          'The failover of contoso-we/orders waits for a person: Azure refused it with GeoReplicationCannotBecomePrimaryDuringSecondarySeeding.',
        outage: { ...operation, lossBoundMs: 4_200 },
      }),
    ],
    [
      'failoverDone.first',
      first({
        condition: 'FailoverDone',
        subject: OF_GROUP,
        severity: 'warning',
        sentence: '2 of 2 databases of shop run on their new primaries in northeurope since 2026-11-22 03:05:12 UTC.',
        outage: { ...operation, lossBoundMs: 4_600, plan: ['contoso-we/orders moved to contoso-ne/orders.'] },
      }),
    ],
    [
      'failoverDone.resolved',
      resolved({
        condition: 'FailoverDone',
        subject: OF_GROUP,
        sentence: 'Every old primary is back as a geo-secondary.',
        outage: operation,
      }),
    ],
    [
      'failoverFailed.first',
      first({
        condition: 'FailoverFailed',
        subject: OF_GROUP,
        sentence: '0 moved, 2 failed: northeurope did not answer Resource Manager nor a login.',
        outage: { ...operation, lossBoundMs: 9_900, breakGlass: commandsFor(['orders']) },
      }),
    ],
    [
      'failoverFailed.resolved',
      resolved({
        condition: 'FailoverFailed',
        subject: OF_GROUP,
        sentence: 'Ada gave the operation up: moved by hand.',
        outage: operation,
      }),
    ],
    [
      'automationPaused.first',
      first({
        condition: 'AutomationPaused',
        subject: DEPLOYMENT,
        severity: 'warning',
        sentence: 'Ada paused the automation: network works until Monday.',
        durationMs: 0,
      }),
    ],
    [
      'automationPaused.resolved',
      {
        ...resolved({
          condition: 'AutomationPaused',
          subject: DEPLOYMENT,
          sentence: 'Ada resumed the automation: the network works are done.',
        }),
        outage: { group: '' },
      },
    ],
  ];
}
