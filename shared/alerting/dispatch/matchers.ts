/** Does an alert have the labels that a route, a silence or a maintenance window names? */
import type { Matcher } from '../../config/types.ts';
import { matchesPattern } from '../../topology/scopes.ts';
import { LABEL_NAMES, type Labels } from '../types.ts';

/**
 * Every label that is given has to fit: one of its patterns, one of the alert's values. Nothing given: every alert. Case never counts.
 * Made once for each matcher, to be asked of every alert.
 */
export function compileMatcher(match: Matcher): (labels: Labels) => boolean {
  const given = LABEL_NAMES.flatMap((label) => {
    const patterns = match[label];
    return patterns === undefined ? [] : [{ label, fits: compilePatterns(patterns) }];
  });
  // Plain loops: this is asked a million times at a look.
  return (labels) => {
    for (const { label, fits } of given) if (!someFits(labels[label], fits)) return false;
    return true;
  };
}

function someFits(values: readonly string[], fits: (value: string) => boolean): boolean {
  for (const value of values) if (fits(value)) return true;
  return false;
}

/** A hundred thousand alerts have the same few conditions, servers and regions: each answer is kept. */
function compilePatterns(patterns: readonly string[]): (value: string) => boolean {
  const lower = patterns.map((pattern) => pattern.toLowerCase());
  const names = new Set(lower.filter((pattern) => !isPattern(pattern)));
  const others = lower.filter(isPattern);
  const answers = new Map<string, boolean>();
  return (value) => {
    const known = answers.get(value);
    if (known !== undefined) return known;
    const fits = names.has(value.toLowerCase()) || others.some((pattern) => matchesPattern(pattern, value));
    if (answers.size < MOST_ANSWERS) answers.set(value, fits);
    return fits;
  };
}

const MOST_ANSWERS = 10_000;

function isPattern(pattern: string): boolean {
  return pattern.includes('*') || pattern.includes('?');
}
