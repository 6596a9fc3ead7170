/** What the stories are about: six links in three regions, a database, a channel, and who is told of what. */

import type { NoticeCondition, Severity } from '../../../shared/alerting/types.ts';
import type { Configuration } from '../../../shared/config/types.ts';
import { databaseKey, linkKey } from '../../../shared/topology/linkKey.ts';
import type { LinkEnd, Topology } from '../../../shared/topology/types.ts';
import { configuration } from '../../unit/views/fixtures.ts';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
/** A whole hour, so that a window that begins with a minute can begin now. */
export const T0 = Date.UTC(2026, 10, 22, 1, 0, 0);

export const REGIONS = ['we', 'ne', 'uk'] as const;

const end = (region: string, database: string): LinkEnd => ({
  server: region,
  database,
  region,
  fullyQualifiedDomainName: `${region}.example`,
});

const PAIRS = [
  ['we', 'ne', 'a'],
  ['we', 'ne', 'b'],
  ['ne', 'we', 'c'],
  ['uk', 'ne', 'd'],
] as const;

const links = PAIRS.map(([primary, secondary, database]) => ({
  linkKey: linkKey({ server: primary, database }, { server: secondary, database }),
  type: 'GEO' as const,
  primary: end(primary, database),
  secondary: end(secondary, database),
  armState: 'CATCH_UP',
  percentComplete: 100,
}));

export const TOPOLOGY: Topology = {
  discoveredAtMs: T0,
  servers: [],
  databases: [],
  links,
  unprotected: [],
  notGeo: [],
};

/** Something that may go wrong. */
export interface Trouble {
  condition: NoticeCondition;
  subject: { kind: 'link' | 'database' | 'channel'; key: string; primary?: string; secondary?: string };
  regions: string[];
  databases: string[];
}

const ofLink = (condition: NoticeCondition, index: number): Trouble => {
  const link = links[index];
  if (link === undefined) throw new Error(`expected a link ${index}`);
  const [primary, secondary] = [databaseKey(link.primary), databaseKey(link.secondary)];
  return {
    condition,
    subject: { kind: 'link', key: link.linkKey, primary, secondary },
    regions: [link.primary.region, link.secondary.region],
    databases: [primary, secondary],
  };
};

export const TROUBLES: readonly Trouble[] = [
  ofLink('LagHigh', 0),
  ofLink('LagHigh', 1),
  ofLink('LagHigh', 2),
  ofLink('LagHigh', 3),
  ofLink('LinkSuspended', 0),
  ofLink('SecondaryUnreachable', 3),
  ofLink('SingleSecondary', 1),
  { condition: 'Unprotected', subject: { kind: 'database', key: 'uk/d' }, regions: ['uk'], databases: ['uk/d'] },
  { condition: 'ChannelFailing', subject: { kind: 'channel', key: 'teams' }, regions: [], databases: [] },
];

/** Which of them follow from another, as docs/alerts.md says: never looked up in the product. */
export const FOLLOWS: ReadonlyArray<{ from: number; target: number }> = [{ from: 4, target: 0 }];
/** News also when a region is down. */
const OWN_NEWS: ReadonlySet<NoticeCondition> = new Set(['SingleSecondary', 'Unprotected', 'ChannelFailing']);
export const followsFromRegion = ({ condition, regions }: Trouble, region: string): boolean =>
  !OWN_NEWS.has(condition) && regions.includes(region);

export const SEVERITIES: readonly Severity[] = ['warning', 'error', 'critical'];

export const TIMING = {
  groupBy: ['region' as const],
  groupWaitMs: 30 * SECOND,
  groupIntervalMs: 5 * MINUTE,
  // No multiple of the interval.
  repeatMs: 22 * MINUTE,
  storm: { messages: 2, withinMs: 5 * MINUTE },
  flapping: { times: 3, withinMs: 10 * MINUTE, calmMs: 6 * MINUTE },
};
export const REPEAT_MS = 25 * MINUTE;
export const DELIVERY = {
  everyMs: 2 * MINUTE,
  attempts: 3,
  firstRetryMs: SECOND,
  longestRetryMs: 20 * SECOND,
  timeoutMs: 5 * SECOND,
};

/** Critical alerts reach the pager as well; `people` is the name that the channel of the people has by now. */
export function configurationWith(people: string, maintenance: Configuration['maintenance']): Configuration {
  const url = { setting: 'URL' };
  return {
    ...configuration,
    channels: [
      { type: 'teams', name: people, url, maxBytes: 20_000 },
      { type: 'pagerDuty', name: 'pager', url },
      { type: 'teams', name: 'mail', url, maxBytes: 20_000 },
    ] as unknown as Configuration['channels'],
    routes: [
      { match: { severity: ['critical'] }, channels: ['pager', people], handOver: ['mail'], goOn: false },
      { match: {}, channels: [people], handOver: ['mail'], goOn: false },
    ],
    notifications: TIMING,
    maintenance,
    delivery: DELIVERY,
  };
}
