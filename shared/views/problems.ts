import type { OutboxEntry } from '../alerting/types.ts';
import type { ConfigurationFault } from '../config/types.ts';
import type { SubjectRecord } from '../replication/types.ts';
import { iso } from './time.ts';
import type { ProblemView } from './types.ts';

/** What discovery or storage could not do, as kept by the last sweep. */
export interface StoredProblem {
  area: ProblemView['area'];
  subject: string;
  code: string;
  message: string;
  sinceMs: number | null;
}

/** Everything that is our own trouble, in one list, each with its place and what to do. */
export function collectProblems(input: {
  faults: ConfigurationFault[];
  /** Whether the document is used all the same: then what is wrong with it is a warning. */
  isUsed: boolean;
  stored: StoredProblem[];
  records: SubjectRecord[];
  outbox: OutboxEntry[];
}): ProblemView[] {
  return [
    ...input.faults.map((fault) => toConfigurationProblem(fault, input.isUsed)),
    ...once(input.stored).map((problem) => ({
      area: problem.area,
      subject: problem.subject,
      code: problem.code,
      message: problem.message,
      since: problem.sinceMs === null ? null : iso(problem.sinceMs),
    })),
    ...input.records.flatMap(toSamplingProblem),
    ...input.outbox.flatMap(toDeliveryProblem),
  ];
}

/** Two sweeps, or a sweep and this request, may have met the same trouble: the first of them knows its beginning. */
function once(problems: StoredProblem[]): StoredProblem[] {
  const met = new Map<string, StoredProblem>();
  for (const problem of problems) {
    const key = JSON.stringify([problem.area, problem.subject, problem.code]);
    if (!met.has(key)) met.set(key, problem);
  }
  return [...met.values()];
}

function toConfigurationProblem(fault: ConfigurationFault, isUsed: boolean): ProblemView {
  return {
    area: 'configuration',
    subject: fault.path,
    code: isUsed ? 'warning' : 'invalid',
    message: `Expected ${fault.expected}, saw ${fault.seen}. For example: ${fault.example}`,
    since: null,
  };
}

function toSamplingProblem(record: SubjectRecord): ProblemView[] {
  const status = record.link;
  if (status?.state.name !== 'unreachable') return [];
  const { failure } = status.state;
  return [
    {
      area: failure.kind === 'identity' ? 'identity' : 'sampling',
      subject: record.subject.key,
      code: failure.number === undefined ? failure.kind : `${failure.kind}:${failure.number}`,
      message: failure.message,
      since: iso(status.sinceMs),
    },
  ];
}

/** A message that waits for another try is told as well as one that was given up: silence would look like delivery. */
function toDeliveryProblem(entry: OutboxEntry): ProblemView[] {
  if (entry.status === 'delivered' || entry.lastError === undefined) return [];
  return [
    {
      area: 'delivery',
      subject: `${entry.channel}: ${entry.notice.condition} ${entry.notice.reason}`,
      code: entry.status === 'failed' ? 'given-up' : 'retrying',
      message: entry.lastError,
      since: iso(entry.createdAtMs),
    },
  ];
}
