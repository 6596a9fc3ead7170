/** Does an alert have the labels that a route, a silence or a maintenance window names? */
import type { Matcher } from '../../config/types.ts';
import { matchesPattern } from '../../topology/scopes.ts';
import { LABEL_NAMES, type LabelName, type Labels } from '../types.ts';

/** Every label that is given has to fit: one of its patterns, one of the alert's values. Nothing given: every alert. Case never counts. */
export function matches(match: Matcher, labels: Labels): boolean {
  return compileMatcher(match)(labels);
}

/** The same, for asking often. */
export function compileMatcher(match: Matcher): (labels: Labels) => boolean {
  const given = LABEL_NAMES.flatMap((label) => {
    const patterns = match[label];
    return patterns === undefined ? [] : [{ label, fits: compilePatterns(patterns) }];
  });
  return (labels) => given.every(({ label, fits }) => someFits(labels, label, fits));
}

function someFits(labels: Labels, label: LabelName, fits: (value: string) => boolean): boolean {
  return labels[label].some(fits);
}

/** Most patterns are plain names: a look-up. The others are tried only where that says no. */
function compilePatterns(patterns: readonly string[]): (value: string) => boolean {
  const lower = patterns.map((pattern) => pattern.toLowerCase());
  const names = new Set(lower.filter((pattern) => !isPattern(pattern)));
  const others = lower.filter(isPattern);
  return (value) => names.has(value.toLowerCase()) || others.some((pattern) => matchesPattern(pattern, value));
}

function isPattern(pattern: string): boolean {
  return pattern.includes('*') || pattern.includes('?');
}
