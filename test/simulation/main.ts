/** `npm run simulate`: stories of outages, by seed. The same seed gives the same story. */
import { printJson, readCommandLine, wholeNumber } from '../../local/tools/cli.ts';
import { playStory, STUCK } from './failover/playStory.ts';
import { shrinkStory } from './failover/shrinkStory.ts';
import { planOf } from './failover/storyPlan.ts';
import { judge as judgeOutbox } from './outbox/judge.ts';
import { simulateOutbox } from './outbox/simulateOutbox.ts';

const { values } = readCommandLine({
  usage: `
npm run simulate -- [--seeds N] [--seed S] [--only failover|outbox] [--json]
  Plays N stories on in-memory ports under a virtual clock:
    failover  an outage from the first evidence to the last message: the real evaluation, operations, outbox and audit of one or two deployments
              that share a fence, a small model of Azure, a witness, people; partitions, crashes before and after every effect, lost, late and
              repeated answers, stale reads, NULL lag, clock skew, ETag conflicts, a pause; then calm, when everything has to end
    outbox    two instances, two channels, repeated and reordered queue messages, 429s
  --seeds   how many stories                      (1000; 1 with --seed)
  --seed    the first seed; a single story is told line by line
  --only    which kind                            (failover)
  --json    the last line is {"seeds","violations","stuck","failovers","perSecond"}
  The first story that goes wrong is made smaller and told. Exit status 0 when none did.`,
  options: { seeds: { type: 'string' }, seed: { type: 'string' }, only: { type: 'string' }, json: { type: 'boolean' } },
});

interface Played {
  /** Role changes, or deliveries. */
  count: number;
  violation?: { rule: string; message: string } | undefined;
  telling: readonly string[];
}

interface Kind {
  counted: string;
  play: (seed: number, told: boolean) => Promise<Played>;
  /** A smaller story that goes wrong in the same way, line by line. */
  smaller?: (seed: number, rule: string) => Promise<string[]>;
}

const KINDS: Record<string, Kind> = {
  failover: { counted: 'failovers', play: playFailover, smaller: tellSmaller },
  outbox: { counted: 'deliveries', play: playOutbox },
};

const only = values.only ?? 'failover';
const kind = KINDS[String(only)];
if (kind === undefined)
  throw new Error(`--only: expected one of ${Object.keys(KINDS).join(', ')}, saw '${String(only)}'`);
const seeds = wholeNumber(values.seeds, 'seeds', values.seed === undefined ? 1000 : 1, 1);
const first = wholeNumber(values.seed, 'seed', 1);
const total = { violations: 0, stuck: 0, count: 0 };
const startedAt = performance.now();
for (let seed = first; seed < first + seeds; seed += 1) await playOne(kind, seed);
const perSecond = Math.round(seeds / ((performance.now() - startedAt) / 1000));
const { violations, stuck, count } = total;
process.stdout.write(
  `${seeds} stories of ${only}: ${violations} went wrong, ${stuck} stuck, ${count} ${kind.counted}, ${perSecond} a second\n`,
);
if (values.json) printJson({ seeds, violations, stuck, [kind.counted]: count, perSecond });
process.exitCode = violations === 0 && stuck === 0 ? 0 : 1;

async function playOne({ play, smaller }: Kind, seed: number): Promise<void> {
  const { count, violation, telling } = await play(seed, seeds === 1);
  total.count += count;
  if (telling.length > 0) process.stdout.write(`${telling.join('\n')}\n`);
  if (violation === undefined) return;
  const isFirst = total.violations + total.stuck === 0;
  total[violation.rule === STUCK ? 'stuck' : 'violations'] += 1;
  process.stdout.write(
    `seed ${seed}: ${violation.message}\nreplay: npm run simulate -- --seed ${seed} --only ${only}\n`,
  );
  if (isFirst && smaller !== undefined) process.stdout.write(`${(await smaller(seed, violation.rule)).join('\n')}\n`);
}

async function playFailover(seed: number, told: boolean): Promise<Played> {
  const plan = planOf(seed);
  const { story, violation } = await playStory(plan, { told });
  const telling = told ? [`The plan: ${JSON.stringify(plan)}`, ...story.telling] : [];
  return { count: story.changes.length, violation, telling };
}

async function tellSmaller(seed: number, rule: string): Promise<string[]> {
  const { plan, runs } = await shrinkStory(seed, rule);
  const { story, violation } = await playStory(plan, { told: true });
  return [
    `--- the same in a smaller story, the best of ${runs}: ${violation?.message ?? ''}`,
    `The plan: ${JSON.stringify(plan)}`,
    ...story.telling,
    '---',
  ];
}

async function playOutbox(seed: number, told: boolean): Promise<Played> {
  const story = await simulateOutbox(seed);
  const { entries, telling } = story;
  const count = entries.filter(({ status }) => status === 'delivered').length;
  const played = { count, telling: told ? telling : [] };
  if (entries.some(({ status }) => status === 'pending'))
    return { ...played, violation: { rule: STUCK, message: 'some messages never ended' } };
  try {
    judgeOutbox(story);
    return played;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ...played, violation: { rule: 'outbox', message } };
  }
}
