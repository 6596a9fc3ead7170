/**
 * What a whole sweep of the product costs beside its bare statements. The estate is in this process, the storage emulator, the app and the
 * bare driver in one of their own each; rounds of the app and of the driver take turns at the app's own pace.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { SHARDS } from '../shared/replication/shards.ts';
import { hundredths, median, seconds } from './figures.ts';
import { type Scratch, withScratch } from './scratch.ts';
import { DISTURBED, leastDisturbed } from './stolen.ts';
import { type Players, playRound, type Round, startPlayers } from './sweepRound.ts';
import { startSweepWorld } from './sweepWorld.ts';

/** Up to so many, every login is made within fifteen seconds. */
const FEW_LINKS = 2_000;
const FEW = { everyMs: 15_000, cold: 5, mostWarm: Number.POSITIVE_INFINITY };
/** Each round takes a minute: few of them, and the bare driver has so many of the databases that both have files enough. */
const MANY = { everyMs: 60_000, cold: 1, mostWarm: 3 };
/** What many links are compared with. */
const COMPARED = { links: 1_000, rounds: 3, cold: 1 };
const MOST_WARM_UPS = 8;
/** A round in which the machine was away is played again, and there are at most so many times the rounds that are wanted. */
const MOST_PLAYED = 2;
/** A sweep is shared out over the queue above so many, as by default. */
const SHARD_ABOVE = 100;

export interface SweepBenchOptions {
  links: number;
  rounds: number;
  processes: number;
}

interface Rounds {
  links: number;
  cold: Round[];
  warm: Round[];
  /** All warm ones, also those that do not count: what is needed is needed in them too. */
  played: Round[];
}

/** `npm run bench -- sweep`. @throws RangeError for more processes than there are shards to share out */
export async function benchSweep(options: SweepBenchOptions): Promise<Record<string, unknown>> {
  const { links, rounds, processes } = options;
  if (processes > SHARDS.length)
    throw new RangeError(`expected at most ${SHARDS.length} processes, one for each shard; saw ${processes}`);
  if (links <= FEW_LINKS) return figuresOf(await play(options, FEW));
  const few = await play({ ...COMPARED, processes }, { ...FEW, cold: COMPARED.cold });
  const many = await play({ ...options, rounds: Math.min(rounds, MANY.mostWarm) }, MANY);
  process.stdout.write(
    `beside it ${JSON.stringify(figuresOf(few))}\n` +
      `the bare driver was asked for ${FEW_LINKS} of ${links} databases, and its seconds counted up to all of them\n`,
  );
  return { ...figuresOf(many), perLinkRatio: hundredths(warmMs(many) / links / (warmMs(few) / few.links)) };
}

async function play(
  options: SweepBenchOptions,
  { everyMs, cold: coldRounds }: { everyMs: number; cold: number },
): Promise<Rounds> {
  return withScratch(async (scratch) => {
    const environment = await startSweepWorld(options.links, everyMs, scratch);
    const players = new Succession(environment, options, scratch);
    const pace = paced(everyMs);
    const { counted: cold } = await undisturbed(coldRounds, 'cold', async () => {
      await players.renew();
      return pace(() => players.play());
    });
    // Warm is a sweep over connections that are there: on a slow machine the first ones come to an end before all logins are made.
    let last: Round | undefined;
    for (let round = 0; round < MOST_WARM_UPS && hasLogins(last); round += 1) last = await pace(() => players.play());
    const { counted: warm, played } = await undisturbed(options.rounds, 'warm', () => pace(() => players.play()));
    return { links: options.links, cold, warm, played };
  });
}

/** So many rounds, of those that were played the least disturbed. */
async function undisturbed(
  wanted: number,
  what: string,
  play: () => Promise<Round>,
): Promise<{ counted: Round[]; played: Round[] }> {
  const played: Round[] = [];
  const isWanting = () => played.filter(({ stolen }) => stolen < DISTURBED).length < wanted;
  while (isWanting() && played.length < wanted * MOST_PLAYED) played.push(await play());
  const counted = leastDisturbed(played, wanted);
  const most = Math.max(0, ...counted.map(({ stolen }) => stolen));
  process.stdout.write(
    `${played.length} ${what} rounds, of which ${counted.length} count: at most ${(100 * most).toFixed(1)} % of the machine's time went to others in them; ` +
      `ratios ${counted.map(({ product, raw }) => hundredths(product.ms / raw.ms)).join(' ')}\n`,
  );
  return { counted, played };
}

/** Processes, one generation after the other. */
class Succession {
  readonly #environment: Record<string, string>;
  readonly #options: SweepBenchOptions;
  #players: Players | undefined;

  constructor(environment: Record<string, string>, options: SweepBenchOptions, scratch: Scratch) {
    this.#environment = environment;
    this.#options = options;
    scratch.closing({ close: async () => this.#players?.close() });
  }

  async renew(): Promise<void> {
    await this.#players?.close();
    this.#players = undefined;
    this.#players = await startPlayers(this.#environment, this.#options);
  }

  play(): Promise<Round> {
    if (this.#players === undefined) throw new Error('expected processes to be started first');
    const isPlayedRaw = (database: string) => Number(database.split('-')[1]) < FEW_LINKS;
    return playRound(this.#players, this.#options.links > SHARD_ABOVE, isPlayedRaw);
  }
}

const warmMs = ({ warm }: Rounds) => median(warm.map(({ product }) => product.ms));
const coldMs = ({ cold }: Rounds) => median(cold.map(({ product }) => product.ms));

function figuresOf(rounds: Rounds): Record<string, unknown> {
  const { links, cold, warm, played } = rounds;
  const rawWarmMs = median(warm.map(({ raw }) => raw.ms));
  const rawColdMs = median(cold.map(({ raw }) => raw.ms));
  const most = (what: keyof Round['product']['operations']) =>
    Math.max(...played.map(({ product }) => product.operations[what]));
  tell(rounds, most('rowsWritten'), most('reads'));
  return {
    links,
    warmSeconds: seconds(warmMs(rounds)),
    coldSeconds: seconds(coldMs(rounds)),
    rawWarmSeconds: seconds(rawWarmMs),
    rawColdSeconds: seconds(rawColdMs),
    warmRatio: hundredths(warmMs(rounds) / rawWarmMs),
    coldRatio: hundredths(coldMs(rounds) / rawColdMs),
    rssMb: Math.max(...played.map(({ product }) => product.rssMb)),
    operations: { table: most('table'), blob: most('blob'), queue: most('queue') },
  };
}

function tell({ cold, warm }: Rounds, rowsWritten: number, reads: number): void {
  const statements = median(
    warm.map(({ product }) => product.work.reduce((all, one) => all + one.statements.length, 0)),
  );
  const loginsOf = (rounds: Round[]) =>
    median(rounds.map(({ product }) => product.work.filter(({ login }) => login).length));
  const cpu = (rounds: Round[]) => {
    const of = (what: 'product' | 'raw') => Math.round(median(rounds.map((round) => round[what].cpuMs)));
    return `${of('product')} ms in the app, ${of('raw')} ms in the bare driver`;
  };
  process.stdout.write(
    `a cold sweep: ${loginsOf(cold)} logins; of a core: ${cpu(cold)}\n` +
      `a warm sweep: ${statements} statements and ${loginsOf(warm)} logins; of a core: ${cpu(warm)}\n` +
      `besides, ${rowsWritten} single rows written and ${reads} reads of storage\n`,
  );
}

const hasLogins = (round: Round | undefined) => round?.product.work.some(({ login }) => login) ?? true;

/** One round in each interval, as the app's timer would have it. */
function paced(everyMs: number): <T>(play: () => Promise<T>) => Promise<T> {
  let dueAt = 0;
  return async (play) => {
    await pause(Math.max(0, dueAt - performance.now()));
    dueAt = performance.now() + everyMs;
    return play();
  };
}
