import { type Kind, suffices } from './independence.ts';
import { type Span, speaksAt } from './span.ts';
import type { VerdictRules } from './types.ts';

/** A voice for an outage, and when it speaks. */
export interface Voice {
  kind: Kind;
  span: Span;
}

export interface Agreement {
  /** When enough independent kinds began to agree without a break; null while they do not. */
  sinceMs: number | null;
  /** Agreed for confirmFor, and seen again since. */
  sustained: boolean;
}

/**
 * Since when do enough voices agree, without a gap? A voice that falls silent and speaks again leaves a gap, and a sign of life within the
 * window starts the clock again.
 * @param aliveMs the last moment at which anybody saw it alive; -Infinity when nobody did
 */
export function agreementOf(voices: readonly Voice[], aliveMs: number, rules: VerdictRules, nowMs: number): Agreement {
  if (!suffices(kindsAt(voices, nowMs, nowMs), rules)) return { sinceMs: null, sustained: false };
  const sinceMs = Math.max(unbrokenSince(voices, rules, nowMs), Math.min(aliveMs, nowMs));
  return { sinceMs, sustained: nowMs - sinceMs >= rules.confirmForMs && seenAgain(voices, sinceMs, rules, nowMs) };
}

/** Walks back from now over the moments at which somebody began or ceased to speak, until too few spoke between two of them. */
function unbrokenSince(voices: readonly Voice[], rules: VerdictRules, nowMs: number): number {
  const moments = voices.flatMap(({ span }) => [span.fromMs, span.untilMs]).filter((moment) => moment < nowMs);
  const backwards = [...new Set(moments)].sort((one, other) => other - one);
  let sinceMs = nowMs;
  for (const moment of backwards) {
    if (!suffices(kindsAt(voices, moment, sinceMs), rules)) break;
    sinceMs = moment;
  }
  return sinceMs;
}

/** The kinds that speak from one moment to the other without a pause. */
function kindsAt(voices: readonly Voice[], fromMs: number, toMs: number): Kind[] {
  const kinds: Kind[] = [];
  for (const { kind, span } of voices) if (speaksAt(span, fromMs) && speaksAt(span, toMs)) kinds.push(kind);
  return kinds;
}

/** However short confirmFor is: a sweep over a dead region takes its timeouts. */
const SEEN_AT_LEAST_EVERY_MS = 30_000;

/**
 * A probe's word outlives the probe by its lifetime: one failure each and then silence must not count as five minutes of failure. Whoever
 * looks must have seen it again since they agree, and within the last half of confirmFor. Azure's word is told once and lasts until it is
 * taken back.
 */
function seenAgain(voices: readonly Voice[], sinceMs: number, rules: VerdictRules, nowMs: number): boolean {
  const lateEnoughMs = nowMs - Math.max(rules.confirmForMs / 2, SEEN_AT_LEAST_EVERY_MS);
  const toldOnce = ({ kind }: Voice) => kind.group !== 'own' && kind.group !== 'witness';
  const kept = voices
    .filter(({ span }) => speaksAt(span, nowMs))
    .filter((voice) => toldOnce(voice) || (voice.span.seenMs > sinceMs && voice.span.seenMs >= lateEnoughMs));
  return suffices(
    kept.map(({ kind }) => kind),
    rules,
  );
}
