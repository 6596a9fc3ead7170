/** A link's history as the chart draws it. Pure: no page is needed to try it. */
import type { LinkDetailView } from '../../shared/views/types.ts';

export type Sample = LinkDetailView['samples'][number];

export interface Point {
  atMs: number;
  lag: number | null;
}

/** Runs of neighbouring samples that are all known or all unknown. Only a number of a link that is caught up counts as known. */
export function spells(samples: Sample[]): Point[][] {
  const runs: Point[][] = [];
  for (const sample of samples) {
    const point = { atMs: Date.parse(sample.at), lag: sample.state === 'caughtUp' ? sample.lagSeconds : null };
    const run = runs.at(-1);
    if (run && (run[0]?.lag === null) === (point.lag === null)) run.push(point);
    else runs.push([point]);
  }
  return runs;
}
