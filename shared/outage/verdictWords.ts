import { sayDuration } from '../alerting/spokenTime.ts';
import { databaseKey } from '../topology/linkKey.ts';
import { regionName } from '../topology/regionName.ts';
import type { Heard } from './hear.ts';
import { kindsNeeded, suffices } from './independence.ts';
import { speaksAt } from './span.ts';
import type { Evidence, EvidenceGroup, VerdictRules } from './types.ts';

const IN_WORDS: Readonly<Record<EvidenceGroup, string>> = {
  own: 'our own probe (or the view of the secondary: they share one path)',
  witness: 'a witness outside the regions of the primary and its candidates',
  azure: "Azure's own word (Service Health or Resource Health)",
  metric: "Azure's metrics of the database (availability, connection_failed)",
  logs: 'a log query of your own',
};

/** `server/database`, or `the region northeurope`. */
export function sayScope(scope: Evidence['scope']): string {
  return scope.kind === 'database' ? databaseKey(scope) : `the region ${regionName(scope.region)}`;
}

/** Which kinds of evidence could still join, while those that agree do not suffice. */
export function missingKinds(heard: Heard, rules: VerdictRules, nowMs: number): string[] {
  const kinds = heard.voices.filter(({ span }) => speaksAt(span, nowMs)).map(({ kind }) => kind);
  if (suffices(kinds, rules)) return [];
  const present = new Set(kinds.map(({ group }) => group));
  const groups: EvidenceGroup[] = ['own', 'witness', 'azure', 'metric'];
  const absent = groups.filter((group) => !present.has(group)).map((group) => IN_WORDS[group]);
  // Every group may speak and a higher minKinds still ask for more: only another witness can be another kind.
  return absent.length > 0 ? absent : ['another witness, in another region'];
}

/** `our own probe for 42 s from uksouth; …`: each voice with its age and its path. */
export function sayVoices(evidence: readonly Evidence[], nowMs: number): string {
  if (evidence.length === 0) return 'nobody';
  const named = evidence.slice(0, 4).map(({ source, sinceMs, path }) => {
    return `${SOURCE[source]} for ${sayDuration(nowMs - sinceMs)} (from ${path})`;
  });
  const rest = evidence.length - named.length;
  return `${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

const SOURCE: Readonly<Record<Evidence['source'], string>> = {
  ownProbe: 'our own probe',
  secondaryView: 'the view of the secondary',
  witnessProbe: 'a witness',
  serviceHealth: 'Service Health',
  resourceHealth: 'Resource Health',
  platformMetric: 'a platform metric',
  logQuery: 'a log query',
};

/** Why a suspicion is not more: too few kinds, signs of life, or not long enough. */
export function whyOnlySuspect(
  heard: Heard,
  agreedSinceMs: number | null,
  missing: readonly string[],
  rules: VerdictRules,
  nowMs: number,
): string {
  if (heard.evidenceAgainst.length > 0) {
    return `But it is alive according to ${sayVoices(heard.evidenceAgainst, nowMs)}.`;
  }
  if (missing.length > 0) {
    return `That is not enough: ${kindsNeeded(rules)} independent kinds of evidence are needed. Missing: ${missing.join('; ')}.`;
  }
  const agreedMs = agreedSinceMs === null ? 0 : nowMs - agreedSinceMs;
  if (agreedMs >= rules.confirmForMs) return 'They have agreed for long enough, but were not seen again lately enough.';
  return `They have agreed for ${sayDuration(agreedMs)} of ${sayDuration(rules.confirmForMs)}.`;
}
