import type { LinkStatus, SubjectRecord } from '../replication/types.ts';
import type { LinkEnd, ReplicationLink } from '../topology/types.ts';
import { iso, isoOrNull } from './time.ts';
import type { LinkView } from './types.ts';

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
