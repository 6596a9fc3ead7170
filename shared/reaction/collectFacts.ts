import type { CandidateAnswer, CandidateFacts } from '../failover/types.ts';
import { mapBounded } from '../limits/mapBounded.ts';
import type { Verdict } from '../outage/types.ts';
import type { LinkStatus } from '../replication/types.ts';
import { failoverGroupsIn } from '../topology/failoverGroups.ts';
import { databaseKey } from '../topology/linkKey.ts';
import type { LinkEnd, ReplicationLink, Topology } from '../topology/types.ts';
import type { GroupView } from './groupView.ts';
import type { ReactionPorts } from './ports.ts';
import { needsHistory, statusBeforeOnset } from './statusBeforeOnset.ts';

/** Logins to candidates at the same time. */
const ASKED_AT_ONCE = 16;
/** History older than this before onset says nothing of the link at onset; the rule about old samples is stricter. */
const HISTORY_MS = 60 * 60_000;

export interface Facts {
  candidates: CandidateFacts[];
  /** By linkKey: what sampling knows now. */
  statuses: Map<string, LinkStatus | undefined>;
}

/**
 * Everything that is known about every way to move the group: by stored samples what was before the outage, by a login what the candidate
 * says now.
 * @param ask false where no answer would be believed: while we are isolated, or have not looked yet
 * @param answered a candidate that was asked a moment ago, by whoever holds the fence
 */
export async function collectFacts(
  view: GroupView,
  verdict: Verdict,
  topology: Topology,
  ports: Pick<ReactionPorts, 'link' | 'sampledBefore' | 'reader'>,
  options: { ask: boolean; answered?: { link: ReplicationLink; answer: CandidateAnswer } },
): Promise<Facts> {
  const databases = new Map(topology.databases.map((database) => [databaseKey(database), database]));
  const failoverGroupOf = failoverGroupsIn(topology.databases);
  const statuses = new Map<string, LinkStatus | undefined>();
  const candidates = await mapBounded(view.links, ASKED_AT_ONCE, async (link) => {
    const known = options.answered?.link.linkKey === link.linkKey ? options.answered.answer : undefined;
    const [status, answer] = await Promise.all([
      ports.link(link.linkKey),
      known ?? (options.ask ? askNow(ports, link.secondary) : undefined),
    ]);
    statuses.set(link.linkKey, status);
    return {
      link,
      primary: databases.get(databaseKey(link.primary)),
      secondary: databases.get(databaseKey(link.secondary)),
      statusBeforeOnset: await before(ports, link, status, verdict.onsetMs),
      answer,
      failoverGroup: failoverGroupOf(link),
    };
  });
  return { candidates, statuses };
}

async function before(
  ports: Pick<ReactionPorts, 'sampledBefore'>,
  link: ReplicationLink,
  status: LinkStatus | undefined,
  onsetMs: number | null,
): Promise<LinkStatus | undefined> {
  if (onsetMs === null || !needsHistory(status, onsetMs)) return statusBeforeOnset(status, undefined, onsetMs);
  const line = await ports.sampledBefore(link.linkKey, onsetMs, onsetMs - HISTORY_MS);
  return statusBeforeOnset(status, line, onsetMs);
}

/** The port promises not to throw; a rescue does not stake everything on that. */
async function askNow(ports: Pick<ReactionPorts, 'reader'>, end: LinkEnd): Promise<CandidateAnswer | undefined> {
  return await ports.reader.ask(end).catch(() => undefined);
}
