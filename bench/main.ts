/** `npm run bench -- NAME`: what is measured, as ratios within one run. */
import { printJson, readCommandLine, wholeNumber } from '../local/tools/cli.ts';
import { benchAlerts } from './alerts.ts';
import { benchHung } from './hung.ts';
import { benchReaction } from './reaction.ts';
import { benchSample } from './sample.ts';
import { benchSweep } from './sweep.ts';

interface Options {
  links: number;
  rounds: number;
  runs: number;
  processes: number;
}

interface Bench {
  run: (options: Options) => Promise<Record<string, unknown>>;
  /** Lines of the help. */
  says: string[];
}

const BENCHES: Record<string, Bench> = {
  sample: {
    run: benchSample,
    says: [
      "the product's sampler against bare tedious doing the same logins and statements on the same estate, each in a",
      'process of its own; cold (a login each) and warm (connections kept)',
    ],
  },
  reaction: {
    run: benchReaction,
    says: [
      'the whole app against the estate: from the moment the policy is satisfied to the arrival of the failover call',
    ],
  },
  sweep: {
    run: benchSweep,
    says: [
      'a whole sweep of the app, its storage (Azurite in memory) and queue included, against bare tedious doing the same statements and',
      'logins; medians, of the cold rounds too, for which the processes are started anew. A round in which the hypervisor',
      "gave more than 3 % of the machine's time to others is played again, twice as many rounds at most. Above 2,000 links a minute",
      'between sweeps, three warm rounds at most, the bare driver on 2,000 of the databases and counted up to all of',
      'them, and 1,000 links in the same run, with which the time per link is compared (perLinkRatio). Memory is that of',
      "a process with the heap that V8 gives it on an instance with 2 GB; the larger one's of several processes",
    ],
  },
  hung: {
    run: benchHung,
    says: [
      'a hundred databases for a minute, of which one hangs in mid-query and one never answers: are the others in time?',
    ],
  },
  alerts: {
    run: async () => ({ ...(await benchAlerts()) }),
    says: [
      'a hundred thousand active conditions on one core. One evaluation is all that is decided about one alert at one look:',
      "a step of its hysteresis, and the dispatcher's look at it (muted, changed, due, kept), for all of its channels",
    ],
  },
};

const { values, positionals } = readCommandLine({
  usage: `
npm run bench -- NAME [--links N] [--rounds N] [--runs N] [--processes N] [--json]
${Object.entries(BENCHES)
  .map(([name, { says }]) => `  ${name.padEnd(11)}${says.join(`\n${' '.repeat(13)}`)}`)
  .join('\n')}
  --links      databases with one link each, for sample and sweep  (200)
  --rounds     warm rounds, of which the median counts  (9)
  --runs       reactions, one after the other  (20)
  --processes  app processes on one queue, for sweep  (1)
  --json       the last line is what was measured, as JSON`,
  options: {
    links: { type: 'string' },
    rounds: { type: 'string' },
    runs: { type: 'string' },
    processes: { type: 'string' },
    json: { type: 'boolean' },
  },
  positionals: { least: 1, most: 1 },
});

const bench = BENCHES[positionals[0] ?? ''];
if (bench === undefined) {
  process.stderr.write(`no bench '${positionals[0]}': expected one of ${Object.keys(BENCHES).join(', ')}\n`);
  process.exit(2);
}
const result = await bench.run({
  links: wholeNumber(values.links, 'links', 200, 1),
  rounds: wholeNumber(values.rounds, 'rounds', 9, 1),
  runs: wholeNumber(values.runs, 'runs', 20, 1),
  processes: wholeNumber(values.processes, 'processes', 1, 1),
});
for (const [key, value] of Object.entries(result))
  process.stdout.write(`${key.padStart(16)}  ${typeof value === 'object' ? JSON.stringify(value) : value}\n`);
if (values.json) printJson(result);
// Not left to the event loop: see local/play.ts.
process.exit(0);
