/** A field of the document: its rule, and beside it the words for editors, the reference and the faults. */
import { z } from 'zod';
import { formatDuration, parseDuration } from '../duration.ts';
import { isSchedulable, nearestSchedulable, SCHEDULABLE_TEXT } from '../schedule.ts';

export interface FieldWords {
  /** A few words for an editor's hover. */
  title: string;
  /** A sentence for the reference. */
  description: string;
  /** What a fault says was expected; begins with an article or a number. */
  expected: string;
  /** The field as it could stand in the document. */
  example: string;
}

export const fieldWords = z.registry<{ expected: string; example: string }>();

/** Attaches the words to a rule. Further keys go to the JSON Schema as they are. */
export function field<T extends z.ZodType>(rule: T, words: FieldWords, schemaKeys: Record<string, unknown> = {}): T {
  const described = rule.meta({ title: words.title, description: words.description, ...schemaKeys });
  fieldWords.add(described, { expected: words.expected, example: words.example });
  return described;
}

export interface DurationLimits {
  shortestMs: number;
  longestMs: number;
}

/** A duration between two limits, as whole milliseconds. */
export function duration(words: Omit<FieldWords, 'expected'>, limits: DurationLimits) {
  const range = `from ${formatDuration(limits.shortestMs)} to ${formatDuration(limits.longestMs)}`;
  const rule = z.string().transform((text, context) => {
    const ms = parseDuration(text);
    if (ms !== undefined && ms >= limits.shortestMs && ms <= limits.longestMs) return ms;
    context.addIssue({ code: 'custom' });
    return z.NEVER;
  });
  const expected = `a duration ${range}, as 400ms, 5s, 1m30s, 2h or 1d`;
  return field(rule, { ...words, expected }, DURATION_KEYS);
}

/** How long one thing may take. */
export function timeout(what: string, example: string, longestMs: number) {
  return duration({ title: 'Timeout', description: what, example }, { shortestMs: 100, longestMs });
}

/** An interval at which a timer fires: one that NCRONTAB spaces evenly. */
export function interval(words: Omit<FieldWords, 'expected'>) {
  const rule = z.string().transform((text, context) => {
    const ms = parseDuration(text);
    if (ms !== undefined && isSchedulable(ms)) return ms;
    // A readable duration that no timer can keep deserves its nearest neighbour as the example.
    const nearest = ms === undefined ? undefined : formatDuration(nearestSchedulable(ms));
    const key = words.example.slice(0, words.example.indexOf(':'));
    context.addIssue({ code: 'custom', params: nearest === undefined ? {} : { example: `${key}: ${nearest}` } });
    return z.NEVER;
  });
  const expected = `an interval that divides a minute, an hour or a day evenly, one of ${SCHEDULABLE_TEXT}`;
  return field(rule, { ...words, expected }, DURATION_KEYS);
}

const DURATION_KEYS = { pattern: '^(\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?(\\d+ms)?$', minLength: 2 };

/** A text that is not empty and has no blanks at its ends. */
export function text(words: FieldWords, longest = 200) {
  return field(
    z
      .string()
      .min(1)
      .max(longest)
      .regex(/^\S(.*\S)?$/s),
    words,
  );
}

export function wholeNumber(words: FieldWords, least: number, most: number) {
  return field(z.int().min(least).max(most), words);
}
