/** `npm run bench -- NAME`: what is measured, as ratios within one run. */
import { printJson, readCommandLine, wholeNumber } from '../local/tools/cli.ts';
import { benchHung } from './hung.ts';
import { benchReaction } from './reaction.ts';
import { benchSample } from './sample.ts';
import { benchSweep } from './sweep.ts';

const BENCHES = { sample: benchSample, reaction: benchReaction, sweep: benchSweep, hung: benchHung };

const { values, positionals } = readCommandLine({
  usage: `
npm run bench -- NAME [--links N] [--rounds N] [--runs N] [--json]
  sample   the product's sampler against bare tedious doing the same logins and statements on the same estate, each in a process of
           its own; cold (a login each) and warm (connections kept)
  reaction  the whole app against the estate: from the moment the policy is satisfied to the arrival of the failover call
  sweep    a whole sweep of the app, its storage and queue included, against bare tedious doing the same statements and logins
  hung     a hundred databases for a minute, of which one hangs in mid-query and one never answers: are the others sampled on time?
  --links    databases with one link each     (200)
  --rounds   warm rounds, of which the median counts (9)
  --runs     reactions, one after the other   (20)
  --processes  app processes on one queue, for sweep (1)
  --json     the last line is {"links","coldSeconds","warmSeconds","rawColdSeconds","rawWarmSeconds","coldRatio","warmRatio","rssMb"}
             or {"runs","medianMs","maxMs"}`,
  options: {
    links: { type: 'string' },
    rounds: { type: 'string' },
    runs: { type: 'string' },
    processes: { type: 'string' },
    json: { type: 'boolean' },
  },
  positionals: { least: 1, most: 1 },
});

const name = positionals[0] ?? '';
if (!(name in BENCHES)) {
  process.stderr.write(`no bench '${name}': expected one of ${Object.keys(BENCHES).join(', ')}\n`);
  process.exit(2);
}
const result = await BENCHES[name as keyof typeof BENCHES]({
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
