import type { LinkStatus, SubjectRecord } from '../replication/types.ts';
import type { LinkEnd, ReplicationLink, Topology } from '../topology/types.ts';
import { toLinkSignalsView } from './linkSignals.ts';
import { iso, isoOrNull } from './time.ts';
import type { FullLinkView, LinkView } from './types.ts';

type ShowLink<View> = (
  link: ReplicationLink,
  record: SubjectRecord | undefined,
  discoveredAtMs: number,
  nowMs: number,
) => View;

/** Every link that is known, in the stable order of their keys. */
export function linkViews<View extends LinkView>(
  input: { topology: Topology | undefined; records: ReadonlyMap<string, SubjectRecord>; nowMs: number },
  show: ShowLink<View>,
): View[] {
  const { topology, records, nowMs } = input;
  if (!topology) return [];
  return topology.links
    .map((link) => show(link, records.get(link.linkKey), topology.discoveredAtMs, nowMs))
    .sort((a, b) => (a.linkKey < b.linkKey ? -1 : 1));
}

/** With what is read besides: more than the status page needs of a thousand links. */
export const toFullLinkView: ShowLink<FullLinkView> = (link, record, discoveredAtMs, nowMs) => ({
  ...toLinkView(link, record, discoveredAtMs, nowMs),
  signals: toLinkSignalsView(record?.link?.signals, nowMs),
});

/** One link as HTTP shows it. A link that was never sampled is `pending` since it was discovered: nothing is known yet. */
export function toLinkView(
  link: ReplicationLink,
  record: SubjectRecord | undefined,
  discoveredAtMs: number,
  nowMs: number,
): LinkView {
  const status: LinkStatus = record?.link ?? neverSampled(discoveredAtMs);
  const { state } = status;
  return {
    linkKey: link.linkKey,
    primary: toEnd(link.primary),
    secondary: toEnd(link.secondary),
    type: link.type,
    state: state.name,
    lagSeconds: state.name === 'caughtUp' ? state.lagSeconds : null,
    lastKnownLag: status.lastKnownLag
      ? { lagSeconds: status.lastKnownLag.lagSeconds, at: iso(status.lastKnownLag.atMs) }
      : null,
    seedingPercent: state.name === 'seeding' ? state.percent : null,
    since: iso(status.sinceMs),
    sinceSeconds: Math.max(0, Math.round((nowMs - status.sinceMs) / 1000)),
    longestSeconds: longestSeconds(status, nowMs),
    sampledAt: iso(status.sampledAtMs),
    lastReplication: isoOrNull(status.lastReplicationMs),
    lastCommit: isoOrNull(status.lastCommitMs),
    failure:
      state.name === 'unreachable'
        ? { kind: state.failure.kind, number: state.failure.number ?? null, message: state.failure.message }
        : null,
  };
}

function neverSampled(discoveredAtMs: number): LinkStatus {
  return {
    state: { name: 'pending' },
    sinceMs: discoveredAtMs,
    longestMs: {},
    sampledAtMs: discoveredAtMs,
    lastReplicationMs: null,
    lastCommitMs: null,
  };
}

/** The running spell may already be the longest of its kind. */
function longestSeconds(status: LinkStatus, nowMs: number): LinkView['longestSeconds'] {
  const result: LinkView['longestSeconds'] = {};
  for (const [name, ms] of Object.entries(status.longestMs) as Array<[LinkStatus['state']['name'], number]>) {
    result[name] = Math.round(ms / 1000);
  }
  const running = Math.max(0, Math.round((nowMs - status.sinceMs) / 1000));
  result[status.state.name] = Math.max(result[status.state.name] ?? 0, running);
  return result;
}

const toEnd = (end: LinkEnd) => ({ server: end.server, database: end.database, region: end.region });
