import type { Configuration } from '../config/types.ts';
import type { Evidence } from '../outage/types.ts';
import type { SweepProblem } from '../replication/sweepProblem.ts';
import { type AppContext, readReport, withBeginnings, writeReport } from './context.ts';
import { type Log, polled, pollingProblem } from './log.ts';
import { runLogQueries } from './logQueries.ts';
import { pollMetrics } from './pollMetrics.ts';
import { takeIn } from './takeIn.ts';

/** Azure Monitor's own grain. */
const GRAIN_MS = 60_000;

/** How often it is asked: every minute, and more often where the configuration wants anything more often. */
export function pollEveryMs({ signals, logs }: Pick<Configuration, 'signals' | 'logs'>): number {
  const wanted = [...(signals.metrics ? [signals.metricsEveryMs] : []), ...logs.queries.map(({ everyMs }) => everyMs)];
  return Math.min(GRAIN_MS, ...wanted);
}

/**
 * Asks Azure Monitor what it knows: metrics of the watched primaries, and the owner's own log queries. What it says of an outage goes the
 * way of every evidence; what could not be read is a problem on /api/status, and stops nothing else.
 */
export async function pollHealth(app: AppContext, log: Log): Promise<void> {
  const { configuration } = app;
  // A witness looks for itself: Azure's word reaches the guardian without it.
  if (configuration === undefined || configuration.role === 'witness') return;
  const storage = await app.ports.storage();
  const startedAtMs = app.now();
  const [topology, before] = await Promise.all([storage.topology.load(), readReport(storage, 'health')]);
  // The first sweep discovers.
  if (topology === undefined) return;
  const parts = await Promise.all([
    settled('metrics', () => pollMetrics(app, configuration, storage, topology)),
    settled('log queries', () => runLogQueries(app, configuration, storage, topology)),
  ]);
  const evidence = parts.flatMap((part) => part.evidence);
  const problems = parts.flatMap((part) => part.problems);
  if (!(await takeIn(app, configuration, evidence, log))) problems.push(notStored(evidence.length));
  for (const { subject, message } of problems) pollingProblem(log, subject, message);
  const finishedAtMs = app.now();
  await writeReport(storage, 'health', {
    mark: { startedAtMs, finishedAtMs, durationMs: finishedAtMs - startedAtMs },
    problems: withBeginnings(problems, before.problems, startedAtMs),
    configurationHash: app.configurationHash,
  });
  polled(log, evidence.length, problems.length);
}

interface Part {
  evidence: Evidence[];
  problems: SweepProblem[];
}

/** One of the two may fail without the other. */
async function settled(subject: string, work: () => Promise<Part>): Promise<Part> {
  try {
    return await work();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { evidence: [], problems: [{ area: 'sampling', subject, code: 'not-polled', message }] };
  }
}

function notStored(count: number): SweepProblem {
  const message = `Expected the table to take ${count} piece(s) of evidence, saw that it did not. They come again with the next round.`;
  return { area: 'storage', subject: 'evidence', code: 'not-stored', message };
}
