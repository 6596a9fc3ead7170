/** The lag line: known lag as a line, everything else as a gap. A gap is never drawn as zero. */
import { svg } from './element.ts';
import { type Point, type Sample, spells } from './spells.ts';
import { durationWords } from './words.ts';

const WIDTH = 600;
const HEIGHT = 64;
const HEADROOM = 1.15;

export function lagChart(samples: Sample[], objectiveSeconds: number | null): SVGElement {
  const times = samples.map((sample) => Date.parse(sample.at));
  const runs = spells(samples);
  const known = runs.flat().flatMap(({ lag }) => (lag === null ? [] : [lag]));
  const [from, to] = [Math.min(...times), Math.max(...times)];
  const top = Math.max(1, ...known, objectiveSeconds ?? 0) * HEADROOM;
  const x = (atMs: number) => (to === from ? WIDTH : ((atMs - from) / (to - from)) * WIDTH);
  const y = (lag: number) => HEIGHT - (lag / top) * (HEIGHT - 2) - 1;
  const chart = svg('svg', {
    class: 'chart',
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    preserveAspectRatio: 'none',
    role: 'img',
    'aria-label': describe(runs, known),
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

function describe(runs: Point[][], known: number[]): string {
  const gaps = runs.filter((run) => run[0]?.lag === null).length;
  const peak = known.length === 0 ? 'never known' : `at most ${durationWords(Math.max(...known))}`;
  return `Lag over ${runs.flat().length} samples: ${peak}, ${gaps === 0 ? 'no gap' : `${gaps} gap${gaps === 1 ? '' : 's'}`}`;
}
