/** `npm run simulate`: stories of crashes, lost answers, duplicates and delays, by seed. The same seed gives the same story. */
import { printJson, readCommandLine, wholeNumber } from '../../local/tools/cli.ts';
import { judge } from './outbox/judge.ts';
import { simulateOutbox } from './outbox/simulateOutbox.ts';

const { values } = readCommandLine({
  usage: `
npm run simulate -- --seeds N [--seed S] [--json]
  Plays N stories of the outbox on in-memory ports under a virtual clock: two instances, two channels, crashes before and after every
  effect, lost answers, repeated and reordered queue messages, 429s. Then the troubles end and everything has to end well: no message
  lost, none sent twice without an excuse, no alert left without its end.
  --seeds   how many stories                      (1000)
  --seed    the first seed; with --seeds 1 a replay, told line by line
  --json    the last line is {"seeds","violations","stuck","deliveries","perSecond"}
  Exit status 0 when no story went wrong.`,
  options: { seeds: { type: 'string' }, seed: { type: 'string' }, json: { type: 'boolean' } },
});

const count = wholeNumber(values.seeds, 'seeds', 1000, 1);
const first = wholeNumber(values.seed, 'seed', 1);
const startedAt = performance.now();
let violations = 0;
let stuck = 0;
let deliveries = 0;

for (let seed = first; seed < first + count; seed += 1) {
  const story = await simulateOutbox(seed);
  deliveries += story.entries.filter((entry) => entry.status === 'delivered').length;
  if (story.entries.some((entry) => entry.status === 'pending')) stuck += 1;
  if (count === 1) process.stdout.write(`${story.telling.join('\n')}\n`);
  try {
    judge(story);
  } catch (error) {
    violations += 1;
    process.stdout.write(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}\n`);
    if (violations === 1 && count > 1) process.stdout.write(`${story.telling.join('\n')}\n`);
    process.stdout.write(`replay: npm run simulate -- --seeds 1 --seed ${seed}\n`);
  }
}

const seconds = (performance.now() - startedAt) / 1000;
const perSecond = Math.round(count / seconds);
process.stdout.write(
  `${count} stories, ${violations} went wrong, ${stuck} stuck, ${deliveries} deliveries, ${perSecond} stories a second\n`,
);
if (values.json) printJson({ seeds: count, violations, stuck, deliveries, perSecond });
process.exitCode = violations === 0 && stuck === 0 ? 0 : 1;
