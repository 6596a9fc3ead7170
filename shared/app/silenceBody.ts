import type { Silence } from '../alerting/dispatch/types.ts';
import { CONDITIONS, LABEL_NAMES, type LabelName, OUTAGE_CONDITIONS } from '../alerting/types.ts';
import type { Matcher } from '../config/types.ts';
import { matchesPattern } from '../topology/scopes.ts';
import type { Reply } from '../views/reply.ts';
import { BodyFields } from './bodyFields.ts';

/** Whoever means to be quiet for longer means to change a rule. */
const LONGEST_MS = 30 * 86_400_000;
const LONGEST_COMMENT = 500;
const LONGEST_PATTERN = 300;
const MOST_PATTERNS = 100;

/** What a person asks for, or every fault of it at once. */
export function readSilence(
  given: Record<string, unknown>,
  principal: string | undefined,
  nowMs: number,
): Omit<Silence, 'id'> | { problem: Reply } {
  const fields = new BodyFields(given);
  const match = readMatcher(fields);
  const author = fields.name(principal, 'author');
  const comment = fields.text('comment', { longest: LONGEST_COMMENT, lines: true });
  const span = readSpan(fields, nowMs);
  fields.refuseOthers();
  const problem = fields.problem();
  return problem === undefined ? { match, author, comment, ...span, createdAtMs: nowMs } : { problem };
}

function readSpan(fields: BodyFields, nowMs: number): Pick<Silence, 'startsAtMs' | 'endsAtMs'> {
  // What began before now begins now.
  const startsAtMs = Math.max(fields.moment('startsAt') ?? nowMs, nowMs);
  const before = fields.faults.length;
  const endsAtMs = fields.moment('endsAt');
  const iso = (ms: number) => new Date(ms).toISOString();
  if (endsAtMs === undefined) {
    if (fields.faults.length === before) fields.refuse('endsAt', 'Expected the moment at which it ends, saw nothing.');
  } else if (endsAtMs <= startsAtMs) {
    fields.refuse('endsAt', `Expected a moment after ${iso(startsAtMs)}, saw ${iso(endsAtMs)}.`);
  } else if (endsAtMs > nowMs + LONGEST_MS) {
    fields.refuse('endsAt', `Expected at most 30 days from now, ${iso(nowMs + LONGEST_MS)}, saw ${iso(endsAtMs)}.`);
  }
  return { startsAtMs, endsAtMs: endsAtMs ?? startsAtMs };
}

function readMatcher(fields: BodyFields): Matcher {
  const given = fields.value('match');
  const everything = fields.value('everything');
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    fields.refuse('match', "Expected labels with what they must be, such as { 'server': 'shop-*' }.");
    return {};
  }
  const match: Matcher = {};
  for (const [label, value] of Object.entries(given)) {
    const name = LABEL_NAMES.find((known) => known === label);
    if (name === undefined) {
      fields.refuse(`match.${label.slice(0, 50)}`, `Expected one of ${LABEL_NAMES.join(', ')}.`);
    } else {
      match[name] = readPatterns(fields, name, value);
    }
  }
  const isEmpty = Object.keys(given).length === 0;
  if (isEmpty && everything !== true) {
    fields.refuse(
      'match',
      "Expected a label at least: an empty matcher silences everything. To stop failovers pause the automation; for planned work take a maintenance window; to silence everything all the same say 'everything': true.",
    );
  } else if (everything !== undefined && !(isEmpty && everything === true)) {
    fields.refuse('everything', 'Expected it as true and with an empty matcher only.');
  }
  return match;
}

function readPatterns(fields: BodyFields, label: LabelName, value: unknown): string[] {
  const patterns: unknown[] = Array.isArray(value) ? value : [value];
  if (patterns.length === 0 || patterns.length > MOST_PATTERNS || !patterns.every(isPattern)) {
    const expected = `Expected a text, or a list of 1 to ${MOST_PATTERNS} of them, each of 1 to ${LONGEST_PATTERN} characters.`;
    fields.refuse(`match.${label}`, expected);
    return [];
  }
  const texts = patterns.map((pattern) => pattern.trim());
  if (label === 'condition') for (const text of texts) checkCondition(fields, text);
  return texts;
}

function isPattern(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '' && value.length <= LONGEST_PATTERN;
}

function checkCondition(fields: BodyFields, pattern: string): void {
  const fits = (name: string) => matchesPattern(pattern, name);
  if (CONDITIONS.some(fits)) return;
  const outage = OUTAGE_CONDITIONS.find(fits);
  fields.refuse(
    'match.condition',
    outage === undefined
      ? 'Expected the name of a condition such as LagHigh, or a pattern for one, saw another text.'
      : `Expected another condition than ${outage}: outages, questions to a person, failovers and the pause are always told, because who silenced them would miss what waits for an answer.`,
  );
}
