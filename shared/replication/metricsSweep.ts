import type { Alerts } from '../alerting/evaluate.ts';
import type { ConditionName } from '../alerting/types.ts';
import type { ReplicationLink } from '../topology/types.ts';
import { linkState } from './linkState.ts';
import type { StoredMetrics } from './metricsPorts.ts';
import type { ObservedLink } from './observeLinks.ts';
import { observeMetrics } from './observeMetrics.ts';
import type { Primary } from './primaries.ts';
import { type Source, whoIsAsked } from './sources.ts';
import type { LinkState, LinkStatus } from './types.ts';

/** What a sweep needs where not every primary is asked by SQL. */
export interface SweepMetrics {
  stored: StoredMetrics;
  sourceOf: (primary: Primary) => Source;
  /** A lag above it shows something. */
  calmLagSeconds: number;
}

/** What is stored of links and databases. */
export interface Known {
  statusOf: (link: ReplicationLink) => LinkStatus | undefined;
  /** By the key of the link or the database. */
  alertsOf: (subjectKey: string) => Alerts | undefined;
}

/** Judged by what only SQL tells: where all is calm and nobody is asked, an alert of theirs would never end. */
const ENDED_BY_SQL: readonly ConditionName[] = [
  'SecondaryUnreachable',
  'CommitGapHigh',
  'RedoLagHigh',
  'PrimaryThrottled',
];

/**
 * Parts the primaries of a sweep: those that are asked, and what Azure Monitor tells of the others. What is older than what is known of a
 * link, or the same, is no news and left out: metrics move once a minute, and a primary that was asked meanwhile knew better.
 */
export function partByMetrics(
  primaries: readonly Primary[],
  metrics: SweepMetrics | undefined,
  { statusOf, alertsOf }: Known,
  nowMs: number,
): { asked: readonly Primary[]; told: ObservedLink[] } {
  if (metrics === undefined) return { asked: primaries, told: [] };
  const { stored, sourceOf, calmLagSeconds } = metrics;
  const isWaiting = (primary: Primary) =>
    sourceOf(primary) === 'economy' && subjectKeysOf(primary).some((key) => hasOpen(alertsOf(key)));
  const asked: Primary[] = [];
  const told: ObservedLink[] = [];
  for (const primary of primaries) {
    const read = stored[primary.key];
    if (whoIsAsked(sourceOf(primary), read, primary, { calmLagSeconds, nowMs }) !== 'metrics' || isWaiting(primary)) {
      asked.push(primary);
      continue;
    }
    const observed = observeMetrics(primary, read, nowMs);
    told.push(...observed.filter((one) => isNews(one, statusOf(one.link))));
  }
  return { asked, told };
}

const subjectKeysOf = ({ key, links }: Primary) => [key, ...links.map(({ linkKey }) => linkKey)];

const hasOpen = (alerts: Alerts = {}) => ENDED_BY_SQL.some((condition) => alerts[condition] !== undefined);

/** A minute may come before it is over, and once more when it is. */
function isNews({ observation, atMs }: ObservedLink, known: LinkStatus | undefined): boolean {
  if (known === undefined || atMs > known.sampledAtMs) return true;
  return atMs === known.sampledAtMs && !isSame(linkState(observation), known.state);
}

function isSame(one: LinkState, other: LinkState): boolean {
  if (one.name === 'caughtUp') return other.name === 'caughtUp' && one.lagSeconds === other.lagSeconds;
  if (one.name === 'seeding') return other.name === 'seeding' && one.percent === other.percent;
  return one.name === other.name;
}
