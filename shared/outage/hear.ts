import { databaseKey } from '../topology/linkKey.ts';
import { regionName } from '../topology/regionName.ts';
import type { Voice } from './agreement.ts';
import { kindOf, ownPathsOf } from './independence.ts';
import { type Span, spanOf, speaksAt } from './span.ts';
import type { Evidence, SweepSight, VerdictRules } from './types.ts';

/** Everything a verdict is made from. */
export interface JudgeInput {
  /** Of everybody, about everything; what is about something else is not heard. */
  evidence: readonly Evidence[];
  /** Our own last round; undefined before the first. */
  sight: SweepSight | undefined;
  rules: VerdictRules;
  nowMs: number;
}

/** What was heard about one thing, sorted: the order in which evidence came changes nothing. */
export interface Heard {
  evidenceFor: Evidence[];
  evidenceAgainst: Evidence[];
  /** For an outage, now or earlier: where one ended, agreement has a gap. */
  voices: Voice[];
  /** The last moment at which anybody saw it alive. */
  aliveMs: number;
  onsetMs: number | null;
}

/** Is this evidence about the database, or about the region its primary is in? */
export function isAbout(scope: Evidence['scope'], target: Evidence['scope']): boolean {
  if (regionName(scope.region) !== regionName(target.region)) return false;
  if (scope.kind === 'region' || target.kind === 'region') return true;
  return databaseKey(scope) === databaseKey(target);
}

/**
 * Sorts what speaks now into for and against, and keeps when each voice spoke. What votes `none` is not heard at all.
 * @param ownPaths given where many things are heard in a row, so that they are gathered once
 */
export function hear(
  about: readonly Evidence[],
  input: JudgeInput,
  ownPaths: ReadonlySet<string> = ownPathsOf(input.evidence),
): Heard {
  const { rules, nowMs } = input;
  const [down, against]: [Span[], Span[]] = [[], []];
  const voices: Voice[] = [];
  let aliveMs = Number.NEGATIVE_INFINITY;
  for (const evidence of about) {
    const span = evidence.vote === 'none' ? undefined : spanOf(evidence, rules.maxAgeMs, nowMs);
    if (span === undefined) continue;
    const isDown = evidence.vote === 'down';
    if (speaksAt(span, nowMs)) (isDown ? down : against).push(span);
    const voice = isDown ? voiceOf(span, input, ownPaths) : undefined;
    if (voice !== undefined) voices.push(voice);
    if (!isDown) aliveMs = Math.max(aliveMs, span.seenMs);
  }
  return { evidenceFor: sorted(down), evidenceAgainst: sorted(against), voices, aliveMs, onsetMs: onsetOf(down) };
}

/** What our own probes said while we were isolated was about us: they speak from when we saw again. */
function voiceOf(span: Span, { rules, sight }: JudgeInput, ownPaths: ReadonlySet<string>): Voice | undefined {
  const kind = kindOf(span.evidence, rules, ownPaths);
  if (kind === undefined) return undefined;
  if (kind.group !== 'own' || sight?.seeingSinceMs === undefined) return { kind, span };
  const fromMs = Math.max(span.fromMs, sight.seeingSinceMs);
  return fromMs <= span.untilMs ? { kind, span: { ...span, fromMs } } : undefined;
}

/** A region's trouble may have begun hours earlier elsewhere in it: where somebody names the database, that is its onset. */
function onsetOf(speaking: readonly Span[]): number | null {
  const named = speaking.filter(({ evidence }) => evidence.scope.kind === 'database');
  const counted = named.length > 0 ? named : speaking;
  return counted.length === 0 ? null : Math.min(...counted.map(({ fromMs }) => fromMs));
}

function sorted(spans: readonly Span[]): Evidence[] {
  return [...spans]
    .sort((one, other) => one.fromMs - other.fromMs || (one.evidence.id < other.evidence.id ? -1 : 1))
    .map(({ evidence }) => evidence);
}
