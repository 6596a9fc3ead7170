/** What the page says of one incident. Pure: no page is needed to try it. */

import { sayAtMost } from '../../shared/alerting/spokenTime.ts';
import type { IncidentSummaryView } from '../../shared/views/incidentTypes.ts';
import { clockWords, durationWords, type Tone } from './words.ts';

const VERDICT_WORDS: Record<IncidentSummaryView['verdict']['name'], string> = {
  healthy: 'healthy',
  suspect: 'suspect',
  down: 'down',
  regionDown: 'region down',
  isolated: 'we are isolated',
  undecided: 'undecided',
};

export interface IncidentWords {
  tone: Tone;
  pill: string;
  /** What is down. */
  what: string;
  aside: string;
  /** One below the other: verdict, decision, where to, at what loss, who is asked. */
  lines: string[];
}

/** Databases of one incident that are named on the page; the API has them all. */
const MOST_MOVES = 10;

export function incidentWords(incident: IncidentSummaryView): IncidentWords {
  const { scope, group, phase, opened, lastedSeconds, verdict, decided } = incident;
  const isOver = phase === 'over';
  const what = scope.kind === 'region' ? scope.region : `${scope.server}/${scope.database}`;
  return {
    tone: isOver ? 'good' : phase === 'confirmed' ? 'bad' : 'warn',
    pill: isOver ? 'over' : VERDICT_WORDS[verdict.name],
    what: `${group}: ${what}`,
    aside: `since ${clockWords(opened)}, ${isOver ? 'lasted' : 'for'} ${durationWords(lastedSeconds)}`,
    lines: [
      verdict.sentence,
      ...(decided === null ? ['Nothing was decided yet.'] : [decided.sentence]),
      ...moveLines(incident),
      ...lossLine(incident),
      ...approvalLine(incident),
    ],
  };
}

function moveLines({ moves }: IncidentSummaryView): string[] {
  const shown = moves.slice(0, MOST_MOVES).map(({ database, candidate, mode }) => {
    return candidate === null ? `${database} has no candidate` : `${database} → ${candidate}, ${mode}`;
  });
  const rest = moves.length - shown.length;
  return rest > 0 ? [...shown, `and ${rest} more databases`] : shown;
}

function lossLine({ moves, lossBoundSeconds, lossCeilingSeconds }: IncidentSummaryView): string[] {
  if (moves.every(({ candidate }) => candidate === null)) return [];
  if (lossBoundSeconds === null) return ['Nothing bounds the loss.'];
  const covers = lossCeilingSeconds === null ? '' : `, an approval covers up to ${durationWords(lossCeilingSeconds)}`;
  return [`At most ${sayAtMost(lossBoundSeconds * 1_000)} would be lost${covers}.`];
}

function approvalLine({ approval, phase }: IncidentSummaryView): string[] {
  if (approval === null) return [];
  if (approval.state !== 'pending') return [approval.sentence];
  return phase === 'over'
    ? []
    : [`Waits for a person until ${clockWords(approval.expires)}: the link is in the message.`];
}
