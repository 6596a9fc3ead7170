import { ArmError } from '../resourceManager/armError.ts';
import type { Span } from './tables.ts';

const DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const [DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS] = [86_400_000, 3_600_000, 60_000, 1_000];
/** The estate's workspace keeps so much; more would only be computed and thrown away. */
const KEPT_MS = 30 * 60_000;

/** `PT15M`, or two moments: an ISO 8601 interval. Left out: everything there is. @throws ArmError */
export function readTimespan(text: string | undefined, nowMs: number): Span {
  if (text === undefined || text === '') return { fromMs: nowMs - KEPT_MS, toMs: nowMs };
  const [first = '', second] = text.split('/');
  const span =
    second === undefined
      ? { fromMs: nowMs - durationMs(first), toMs: nowMs }
      : { fromMs: Date.parse(first), toMs: Date.parse(second) };
  if (!(span.fromMs < span.toMs)) throw bad(text);
  return { fromMs: Math.max(span.fromMs, nowMs - KEPT_MS), toMs: Math.min(span.toMs, nowMs) };
}

function durationMs(text: string): number {
  const match = DURATION.exec(text);
  if (match === null) throw bad(text);
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return days * DAY_MS + hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS;
}

function bad(text: string): ArmError {
  return new ArmError(
    400,
    'BadArgumentError',
    `The timespan '${text.slice(0, 60)}' is not an ISO 8601 interval with a length.`,
  );
}
