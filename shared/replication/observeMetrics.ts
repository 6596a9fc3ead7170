import { databaseKey } from '../topology/linkKey.ts';
import type { ReplicationLink } from '../topology/types.ts';
import type { LinkObservation } from './linkState.ts';
import { FRESH_MS } from './metricsDigest.ts';
import type { DatabaseMetrics } from './metricsPorts.ts';
import type { ObservedLink } from './observeLinks.ts';
import type { Primary } from './primaries.ts';
import { READING_LASTS_MS } from './sources.ts';
import type { LinkRow, SampleFailure } from './types.ts';

/** Resource Manager's state as the catalog numbers it. A string that is not here tells of no trouble: the lag decides. */
const STATE_NUMBERS: Readonly<Record<string, number>> = { PENDING: 0, SEEDING: 1, CATCH_UP: 2, SUSPENDED: 4 };
const CAUGHT_UP = 2;
/** Azure Monitor has a number for each minute. */
const GRAIN_MS = 60_000;

/**
 * A primary's links as Azure Monitor and Resource Manager tell them, where the primary itself is not asked. Pending, seeding and suspended
 * are Resource Manager's word, as discovery read it, and win; otherwise there is a lag, or it is not known. Empty before the first reading.
 *
 * What is observed is as old as the number is: a loss that is bounded by a lag of three minutes ago must not look like one of now.
 */
export function observeMetrics(primary: Primary, metrics: DatabaseMetrics | undefined, nowMs: number): ObservedLink[] {
  if (metrics === undefined) return [];
  // What was read a moment ago still holds: one answer that failed makes nobody blind.
  if (nowMs - metrics.atMs <= READING_LASTS_MS) return primary.links.map((link) => observeLink(link, metrics));
  const { unread } = metrics;
  const nothing = `Expected metrics of ${primary.key} by the minute; none were read lately. See the other problems.`;
  const failure: SampleFailure = { kind: 'monitor', message: unread?.message ?? nothing };
  const atMs = (unread?.atMs ?? nowMs) - FRESH_MS;
  return primary.links.map((link) => ({ link, observation: { seen: 'failure', failure }, atMs }));
}

function observeLink(link: ReplicationLink, metrics: DatabaseMetrics): ObservedLink {
  const { server, database } = link.secondary;
  const lag = metrics.lag[databaseKey(link.secondary)];
  const replicationState = STATE_NUMBERS[link.armState.toUpperCase()] ?? CAUGHT_UP;
  const row: LinkRow = {
    partnerServer: server,
    partnerDatabase: database,
    replicationState,
    lagSeconds: lag?.lagSeconds ?? null,
    lastReplicationMs: null,
    lastCommitMs: null,
    role: 'primary',
  };
  const seedingPercent = replicationState === STATE_NUMBERS.SEEDING ? link.percentComplete : null;
  const observation: LinkObservation = { seen: 'row', row, seedingPercent };
  const isLag = replicationState === CAUGHT_UP && lag !== undefined;
  return { link, observation, atMs: isLag ? lag.atMs : metrics.atMs - FRESH_MS, grainMs: GRAIN_MS };
}
