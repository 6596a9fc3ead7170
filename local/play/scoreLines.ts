import type { Score } from './scorecard.ts';

const WORDS: Record<keyof Score, string> = {
  detectSeconds: 'detected',
  decideSeconds: 'decided',
  sendSeconds: 'first message received',
  verifiedSeconds: 'verified writable',
  statedLossSeconds: 'loss stated, at most',
  lossSeconds: 'loss in truth',
  lossBoundHolds: 'loss within what was stated',
};

/** The scorecard for people; nothing where nothing happened. */
export function scoreLines(score: Score): string[] {
  return (Object.keys(WORDS) as Array<keyof Score>).flatMap((key) => {
    const value = score[key];
    if (value === null) return [];
    const shown = typeof value === 'boolean' ? (value ? 'yes' : 'NO') : `${value.toFixed(2)} s`;
    return [`  ${WORDS[key].padEnd(28)} ${shown}`];
  });
}
