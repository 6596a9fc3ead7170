import type { Rules } from '../alerting/evaluate.ts';
import { rulesFor } from '../alerting/rulesFor.ts';
import type { OutboxEntry } from '../alerting/types.ts';
import type { Configuration, ConfigurationFault } from '../config/types.ts';
import type { LogSignal } from '../outage/logPorts.ts';
import type { Subject, SubjectRecord } from '../replication/types.ts';
import type { Topology } from '../topology/types.ts';
import { toAlertViews, toNotificationView } from './alerts.ts';
import { isLate, judgeHealth } from './health.ts';
import { linkViews, toLinkView } from './link.ts';
import { toLogQueryView } from './logQuery.ts';
import type { SweepMark } from './marks.ts';
import { collectProblems, type StoredProblem } from './problems.ts';
import { iso, isoOrNull } from './time.ts';
import type { StatusView, SweepView } from './types.ts';

/** Everything the status page needs, read from storage by the caller. */
export interface StatusInput {
  version: string;
  configuration: Configuration | undefined;
  faults: ConfigurationFault[];
  topology: Topology | undefined;
  /** By subject key. */
  records: Map<string, SubjectRecord>;
  outbox: OutboxEntry[];
  /** What the owner's log queries answered last, by name. */
  logSignals?: Record<string, LogSignal>;
  sampling: SweepMark;
  discovery: SweepMark;
  supervision?: SweepMark;
  storedProblems: StoredProblem[];
  processStartedAtMs: number;
  nowMs: number;
}

/** The whole state on one page. Pure: the same input gives the same view. */
export function buildStatus(input: StatusInput): StatusView {
  const { configuration, topology } = input;
  const records = [...input.records.values()];
  return {
    name: configuration?.name ?? 'Geowarden',
    version: input.version,
    now: iso(input.nowMs),
    health: judgeHealth(input).status,
    configurationFaults: input.faults,
    discovery: toSweepView(input.discovery, configuration?.discovery, input),
    sampling: toSweepView(input.sampling, configuration?.sampling, input),
    objectives: configuration
      ? { rpoSeconds: configuration.objectives.rpoMs / 1000, rtoSeconds: configuration.objectives.rtoMs / 1000 }
      : null,
    links: linkViews(input, toLinkView),
    unprotected: (topology?.unprotected ?? []).map(({ server, database, region }) => ({ server, database, region })),
    notGeo: (topology?.notGeo ?? []).map(({ server, database, partner, kind }) => ({
      server,
      database,
      partner: `${partner.server}/${partner.database}`,
      kind,
    })),
    logQueries: (configuration?.logs.queries ?? []).map((query) =>
      toLogQueryView(query, input.logSignals?.[query.name]),
    ),
    alerts: toAlertViews(records, rulesIn(input)),
    problems: collectProblems({
      faults: input.faults,
      isUsed: input.configuration !== undefined,
      stored: input.storedProblems,
      records,
      outbox: input.outbox,
    }),
    notifications: input.outbox.map(toNotificationView),
  };
}

/** Before the first discovery nobody knows which scope a database is in. */
function rulesIn({ configuration, topology }: StatusInput): (subject: Subject) => Rules | undefined {
  if (configuration === undefined || topology === undefined) return () => configuration?.alerts;
  return rulesFor(configuration, topology);
}

function toSweepView(
  mark: SweepMark,
  timing: { everyMs: number; timeoutMs: number } | undefined,
  clock: { nowMs: number; processStartedAtMs: number },
): SweepView {
  return {
    lastStarted: isoOrNull(mark.startedAtMs),
    lastFinished: isoOrNull(mark.finishedAtMs),
    everySeconds: (timing?.everyMs ?? 0) / 1000,
    late: timing === undefined ? true : isLate(mark, timing, clock),
    durationMs: mark.durationMs,
  };
}
