/** The lag line: known lag as a line, everything else as a gap. A gap is never drawn as zero. */
import type { LinkDetailView } from '../../shared/views/types.ts';
import { svg } from './element.ts';
import { durationWords } from './words.ts';

const WIDTH = 600;
const HEIGHT = 64;
const HEADROOM = 1.15;

export type Sample = LinkDetailView['samples'][number];

interface Point {
  atMs: number;
  lag: number | null;
}

/** Runs of neighbouring samples that are all known or all unknown. */
function spells(samples: Sample[]): Point[][] {
  const runs: Point[][] = [];
  for (const sample of samples) {
    const point = { atMs: Date.parse(sample.at), lag: sample.state === 'caughtUp' ? sample.lagSeconds : null };
    const run = runs.at(-1);
    if (run && (run[0]?.lag === null) === (point.lag === null)) run.push(point);
    else runs.push([point]);
  }
  return runs;
}

export function lagChart(samples: Sample[], objectiveSeconds: number | null): SVGElement {
  const times = samples.map((sample) => Date.parse(sample.at));
  const [from, to] = [Math.min(...times), Math.max(...times)];
  const known = samples.flatMap((sample) => (sample.lagSeconds === null ? [] : [sample.lagSeconds]));
  const top = Math.max(1, ...known, objectiveSeconds ?? 0) * HEADROOM;
  const x = (atMs: number) => (to === from ? WIDTH : ((atMs - from) / (to - from)) * WIDTH);
  const y = (lag: number) => HEIGHT - (lag / top) * (HEIGHT - 2) - 1;
  const runs = spells(samples);
  const chart = svg('svg', {
    class: 'chart',
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    preserveAspectRatio: 'none',
    role: 'img',
    'aria-label': describe(samples, known),
  });
  runs.forEach((run, index) => {
    const first = run[0];
    const last = run.at(-1);
    if (!first || !last) return;
    if (first.lag === null) {
      // A gap reaches from the last known sample to the next known one: that long nobody knew.
      const left = x(runs[index - 1]?.at(-1)?.atMs ?? first.atMs);
      const right = x(runs[index + 1]?.[0]?.atMs ?? last.atMs);
      chart.append(svg('rect', { class: 'gap', x: left, y: 0, width: Math.max(2, right - left), height: HEIGHT }));
      return;
    }
    const line = run.map((point) => `${x(point.atMs).toFixed(1)},${y(point.lag ?? 0).toFixed(1)}`).join(' ');
    chart.append(
      svg('polygon', { class: 'area', points: `${x(first.atMs)},${HEIGHT} ${line} ${x(last.atMs)},${HEIGHT}` }),
    );
    chart.append(svg('polyline', { class: 'trace', points: line }));
  });
  if (objectiveSeconds !== null) {
    chart.append(
      svg('line', { class: 'objective', x1: 0, x2: WIDTH, y1: y(objectiveSeconds), y2: y(objectiveSeconds) }),
    );
  }
  return chart;
}

function describe(samples: Sample[], known: number[]): string {
  if (samples.length === 0) return 'No samples yet';
  const gaps = spells(samples).filter((run) => run[0]?.lag === null).length;
  const peak = known.length === 0 ? 'never known' : `at most ${durationWords(Math.max(...known))}`;
  return `Lag over ${samples.length} samples: ${peak}, ${gaps === 0 ? 'no gap' : `${gaps} gap${gaps === 1 ? '' : 's'}`}`;
}
