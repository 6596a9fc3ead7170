/** `npm run bench -- NAME`: what is measured, as ratios within one run. */
import { printJson, readCommandLine, wholeNumber } from '../local/tools/cli.ts';
import { benchSample } from './sample.ts';

const BENCHES = { sample: benchSample };

const { values, positionals } = readCommandLine({
  usage: `
npm run bench -- NAME [--links N] [--rounds N] [--json]
  sample   the product's sampler against bare tedious doing the same logins and statements on the same estate, each in a process of
           its own; cold (a login each) and warm (connections kept)
  --links    databases with one link each     (200)
  --rounds   warm rounds, of which the median counts (9)
  --json     the last line is {"links","coldSeconds","warmSeconds","rawColdSeconds","rawWarmSeconds","coldRatio","warmRatio","rssMb"}`,
  options: { links: { type: 'string' }, rounds: { type: 'string' }, json: { type: 'boolean' } },
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
});
for (const [key, value] of Object.entries(result)) process.stdout.write(`${key.padStart(16)}  ${value}\n`);
if (values.json) printJson(result);
