/** `npm run simulate`: stories of crashes, lost answers, duplicates and delays, by seed. The same seed gives the same story. */
import { printJson, readCommandLine, wholeNumber } from '../../local/tools/cli.ts';
import { isStuck, judge as judgeFailover } from './failover/judge.ts';
import { simulateFailover } from './failover/simulateFailover.ts';
import { judge as judgeOutbox } from './outbox/judge.ts';
import { simulateOutbox } from './outbox/simulateOutbox.ts';

const { values } = readCommandLine({
  usage: `
npm run simulate -- --seeds N [--seed S] [--only failover|outbox] [--json]
  Plays N stories of each kind on in-memory ports under a virtual clock, with crashes before and after every effect and lost answers:
    failover  an outage, two deployments that share a fence, a small model of Azure; late, repeated and refused calls, stale reads, a pause
    outbox    two instances, two channels, repeated and reordered queue messages, 429s
  Then the troubles end and everything has to end well.
  --seeds   how many stories of each kind         (1000)
  --seed    the first seed; with --seeds 1 a replay, told line by line
  --only    one kind
  --json    the last line is {"seeds","violations","stuck","failovers","deliveries","perSecond"}
  Exit status 0 when no story went wrong.`,
  options: { seeds: { type: 'string' }, seed: { type: 'string' }, only: { type: 'string' }, json: { type: 'boolean' } },
});

interface Played {
  telling: string[];
  stuck: boolean;
  /** Role changes, or deliveries. */
  count: number;
  judge: () => void;
}

const KINDS: Record<string, (seed: number) => Promise<Played>> = {
  failover: async (seed) => {
    const story = await simulateFailover(seed);
    return {
      telling: story.telling,
      stuck: isStuck(story),
      count: story.changes.length,
      judge: () => judgeFailover(story),
    };
  },
  outbox: async (seed) => {
    const story = await simulateOutbox(seed);
    const { entries, telling } = story;
    const stuck = entries.some((entry) => entry.status === 'pending');
    const count = entries.filter((entry) => entry.status === 'delivered').length;
    return { telling, stuck, count, judge: () => judgeOutbox(story) };
  },
};

const count = wholeNumber(values.seeds, 'seeds', 1000, 1);
const first = wholeNumber(values.seed, 'seed', 1);
const kinds = Object.keys(KINDS).filter((kind) => values.only === undefined || values.only === kind);
if (kinds.length === 0)
  throw new Error(`--only: expected one of ${Object.keys(KINDS).join(', ')}, saw '${values.only}'`);
const startedAt = performance.now();
const total = { violations: 0, stuck: 0 };
const counts = new Map<string, number>();
for (const kind of kinds) {
  for (let seed = first; seed < first + count; seed += 1) await playOne(kind, seed);
}
const perSecond = Math.round((count * kinds.length) / ((performance.now() - startedAt) / 1000));
const failovers = counts.get('failover') ?? 0;
const deliveries = counts.get('outbox') ?? 0;
process.stdout.write(
  `${count} stories of ${kinds.join(' and ')}, ${total.violations} went wrong, ${total.stuck} stuck, ${failovers} failovers, ${deliveries} deliveries, ${perSecond} stories a second\n`,
);
if (values.json) printJson({ seeds: count, ...total, failovers, deliveries, perSecond });
process.exitCode = total.violations === 0 && total.stuck === 0 ? 0 : 1;

async function playOne(kind: string, seed: number): Promise<void> {
  const story = await KINDS[kind]?.(seed);
  if (story === undefined) return;
  counts.set(kind, (counts.get(kind) ?? 0) + story.count);
  if (count === 1) process.stdout.write(`${story.telling.join('\n')}\n`);
  const replay = `replay: npm run simulate -- --seeds 1 --seed ${seed} --only ${kind}\n`;
  if (story.stuck) {
    total.stuck += 1;
    process.stdout.write(`${kind} ${seed}: stuck\n${replay}`);
  }
  try {
    story.judge();
  } catch (error) {
    total.violations += 1;
    process.stdout.write(`${kind} ${seed}: ${error instanceof Error ? error.message : String(error)}\n`);
    if (total.violations === 1 && count > 1) process.stdout.write(`${story.telling.join('\n')}\n`);
    process.stdout.write(replay);
  }
}
