import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../model/types.ts';
import { StatementEnds } from './statementEnds.ts';
import { layOutColumns } from './tds/columnLayout.ts';
import { writeColumnMetadata } from './tds/columnMetadata.ts';
import type { ResponseStream } from './tds/responseStream.ts';
import { writeRow } from './tds/row.ts';
import { writeError, writeInfo } from './tds/tokens.ts';
import type { SqlStep } from './types.ts';

export interface AnswerOptions {
  response: ResponseStream;
  /** Aborts at attention and when the client is gone. */
  signal: AbortSignal;
  /** Logical server name, as errors bear it. */
  server: string;
  inProcedure: boolean;
  clock: Clock;
}

/** The number of the last error, null when there was none, or that the client interrupted. */
export type Answered = { interrupted: true } | { interrupted: false; errorNumber: number | null };

/**
 * Carries out steps and writes what they answer. The iterable is advanced only as far as the client lets it: an
 * interruption stops it through `return`. All tokens are written but a procedure's return status and DONEPROC.
 */
export async function answerSteps(steps: Iterable<SqlStep>, options: AnswerOptions): Promise<Answered> {
  const { response, signal } = options;
  const ends = new StatementEnds(response.tokens, options.inProcedure);
  let errorNumber: number | null = null;
  for (const step of guarded(steps)) {
    if (signal.aborted) return { interrupted: true };
    ends.settle();
    if (step.kind === 'wait') await wait(step, options);
    else if (step.kind === 'resultSet') errorNumber = (await writeResultSet(step, options, ends)) ?? errorNumber;
    else errorNumber = writeOutcome(step, options, ends) ?? errorNumber;
    if (signal.aborted) return { interrupted: true };
  }
  ends.finish();
  return { interrupted: false, errorNumber };
}

/** A front that throws against its promise costs the client a statement, not the server its life. */
function* guarded(steps: Iterable<SqlStep>): Generator<SqlStep, void, void> {
  try {
    yield* steps;
  } catch (error) {
    const message = `The local estate failed to run this batch: ${error instanceof Error ? error.message : error}`;
    yield { kind: 'error', number: 50000, severity: 16, state: 1, message };
  }
}

type WaitStep = Extract<SqlStep, { kind: 'wait' }>;
type ResultSetStep = Extract<SqlStep, { kind: 'resultSet' }>;
type OutcomeStep = Exclude<SqlStep, WaitStep | ResultSetStep>;

async function wait(step: WaitStep, { response, signal, clock }: AnswerOptions): Promise<void> {
  // Whatever is complete goes out before the wait, as SQL Server's full packets do.
  await response.flush();
  const endMs = step.timeoutMs === undefined ? Number.POSITIVE_INFINITY : clock.now() + step.timeoutMs;
  while (!signal.aborted && step.until() === 'waiting' && clock.now() < endMs) {
    await sleep(Math.max(1, step.pollMs), undefined, { signal }).catch(() => {});
  }
}

async function writeResultSet(
  step: ResultSetStep,
  options: AnswerOptions,
  ends: StatementEnds,
): Promise<number | null> {
  const { response, signal } = options;
  const layout = layOutColumns(step.columns, step.rows);
  writeColumnMetadata(response.tokens, layout);
  let sent = 0;
  try {
    for (const row of step.rows) {
      writeRow(response.tokens, layout, row);
      sent++;
      if (response.isLarge) await response.flush();
      if (signal.aborted) return null;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const message = `The local estate answered row ${sent + 1} with a value its column cannot hold: ${error.message}`;
    return writeOutcome({ kind: 'error', number: 50000, severity: 16, state: 1, message }, options, ends);
  }
  ends.add(false, sent);
  return null;
}

/** Returns the number of the error, if it was one. */
function writeOutcome(step: OutcomeStep, options: AnswerOptions, ends: StatementEnds): number | null {
  const { tokens } = options.response;
  const { server } = options;
  if (step.kind === 'print') {
    writeInfo(tokens, { number: 0, severity: 0, state: 1, text: step.message, server });
    return null;
  }
  if (step.kind === 'error') {
    const { number, severity, state, message } = step;
    writeError(tokens, { number, severity, state, text: message, server });
    ends.add(true);
    return number;
  }
  if (step.kind === 'rowCount') ends.add(false, step.count);
  else ends.add(false);
  return null;
}
