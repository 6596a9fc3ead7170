import type { Configuration, LogQuery } from '../config/types.ts';
import { mapBounded } from '../limits/mapBounded.ts';
import { evidenceFromLogs } from '../outage/evidenceFromLogs.ts';
import type { LogAnswer, LogSignal } from '../outage/logPorts.ts';
import type { Evidence } from '../outage/types.ts';
import { isTurn } from '../replication/isTurn.ts';
import type { SweepProblem } from '../replication/sweepProblem.ts';
import type { Topology } from '../topology/types.ts';
import type { AppContext } from './context.ts';
import { readLogSignals, writeLogSignals } from './logSignals.ts';
import type { Storage } from './ports.ts';
import { watched } from './watched.ts';

const AT_ONCE = 4;

/** The owner's queries whose turn it is: their signals are kept, and what they say of an outage is returned, to be taken in. */
export async function runLogQueries(
  app: AppContext,
  configuration: Configuration,
  storage: Storage,
  topology: Topology,
): Promise<{ evidence: Evidence[]; problems: SweepProblem[] }> {
  const { queries } = configuration.logs;
  if (queries.length === 0) return { evidence: [], problems: [] };
  const before = await readLogSignals(storage);
  const startedAtMs = app.now();
  const due = queries.filter(({ name, everyMs }) => isTurn(before[name]?.atMs ?? 0, everyMs, startedAtMs));
  const reader = await app.ports.logs(configuration);
  const answers = await mapBounded(due, AT_ONCE, async (query) => ({ query, answer: await reader.run(query) }));
  const signals = Object.fromEntries(
    queries.flatMap(({ name }) => (before[name] ? [[name, before[name]] as const] : [])),
  );
  for (const { query, answer } of answers) signals[query.name] = signalOf(answer, app.now());
  if (due.length > 0) await writeLogSignals(storage, signals);
  return {
    evidence: await evidenceOf(app, answers, storage, topology),
    problems: queries.flatMap(({ name }) => problemOf(name, signals[name])),
  };
}

function signalOf(answer: LogAnswer, atMs: number): LogSignal {
  return answer.ok
    ? { atMs, hits: answer.rows, value: answer.value }
    : { atMs, hits: null, value: null, failure: { kind: answer.kind, message: answer.message } };
}

/** A query that failed says nothing: what it said before lasts until it expires. */
async function evidenceOf(
  app: AppContext,
  answers: ReadonlyArray<{ query: LogQuery; answer: LogAnswer }>,
  storage: Storage,
  topology: Topology,
): Promise<Evidence[]> {
  const speaking = answers.filter(({ query, answer }) => query.evidence !== 'none' && answer.ok);
  if (speaking.length === 0) return [];
  const surroundings = { databases: watched(topology), stored: await storage.evidence.load(), nowMs: app.now() };
  return speaking.flatMap(({ query, answer }) => (answer.ok ? evidenceFromLogs(query, answer.hits, surroundings) : []));
}

function problemOf(name: string, signal: LogSignal | undefined): SweepProblem[] {
  if (signal?.failure === undefined) return [];
  const { kind, message } = signal.failure;
  return [{ area: 'sampling', subject: `log query ${name}`, code: `logs-${kind}`, message }];
}
