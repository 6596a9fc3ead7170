import { nodeTimer } from '../adapters/nodeTimer.ts';
import type { Labels, LagTrend, Notice, OutboxEntry } from '../alerting/types.ts';
import type { Configuration } from '../config/types.ts';
import { withDeadline } from '../limits/withDeadline.ts';
import { trendOf } from '../notify/trendOf.ts';
import { willDo } from '../notify/willDo.ts';
import { shardOf } from '../replication/shards.ts';
import type { Storage } from './ports.ts';

const TREND_MS = 30 * 60_000;
/** One stretch a minute. */
const POINTS = 30;
/** Of one turn: a storm has better things to do than to draw. */
const MOST_TRENDS = 5;
/** Of all of them together: a message is worth more than its picture. */
const TRENDS_TIMEOUT_MS = 3_000;
const MOST_LINES = 3_600;

/** What a message says besides what the dispatcher decided: the lag before it, and what Geowarden will do. Never throws. */
export async function withDetails(
  configuration: Configuration,
  { history }: Pick<Storage, 'history'>,
  entries: readonly OutboxEntry[],
  labelsOf: (notice: Notice) => Labels,
  nowMs: number,
): Promise<OutboxEntry[]> {
  const trends = await trendsOf(history, entries, nowMs);
  return entries.map((entry) => {
    const { notice } = entry;
    const trend = isOfOneLink(notice) ? trends.get(notice.subject.key) : undefined;
    const will = willDoAbout(notice, configuration, labelsOf);
    if (trend === undefined && will === undefined) return entry;
    const details = { ...(trend === undefined ? {} : { trend }), ...(will === undefined ? {} : { willDo: will }) };
    return { ...entry, notice: { ...notice, ...details } };
  });
}

function isOfOneLink({ subject, group }: Notice): boolean {
  return subject.kind === 'link' && group?.alerts.length === 1;
}

/** By link; none of what could not be read in time. Never throws. */
async function trendsOf(
  history: Storage['history'],
  entries: readonly OutboxEntry[],
  nowMs: number,
): Promise<Map<string, LagTrend>> {
  const links = new Set(entries.flatMap(({ notice }) => (isOfOneLink(notice) ? [notice.subject.key] : [])));
  const trends = new Map<string, LagTrend>();
  const read = async () => {
    for (const link of [...links].slice(0, MOST_TRENDS)) {
      const lines = await history.recent(shardOf(link), link, nowMs - TREND_MS, MOST_LINES);
      if (lines.length > 0) trends.set(link, trendOf(lines, nowMs - TREND_MS, nowMs, POINTS));
    }
  };
  // What was read by then is shown.
  await withDeadline(nodeTimer, TRENDS_TIMEOUT_MS, read).catch(() => undefined);
  return trends;
}

/** Of databases that all belong to one recovery group, or all to none. */
function willDoAbout(
  notice: Notice,
  { groups }: Configuration,
  labelsOf: (notice: Notice) => Labels,
): string | undefined {
  if (notice.reason === 'resolved') return undefined;
  const subjects = (notice.group?.alerts ?? []).map(({ subject }) => subject);
  if (!subjects.every(({ kind }) => kind === 'link' || kind === 'database') || subjects.length === 0) return undefined;
  const names = new Set(subjects.flatMap((subject) => labelsOf({ ...notice, subject }).group[0] ?? ['']));
  const [name, ...others] = [...names];
  return others.length > 0 ? undefined : willDo(groups.find((group) => group.name === name));
}
