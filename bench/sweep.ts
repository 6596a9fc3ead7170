/**
 * What a whole sweep of the product costs beside its bare statements. The estate is in this process, the storage emulator, the app and the
 * bare driver in one of their own each; rounds of the app and of the driver take turns at the app's own pace.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startAzurite } from '../local/desk/azurite.ts';
import { startEstate } from '../local/estate/estate.ts';
import { completeDefinition } from '../local/estate/model/definition.ts';
import { SHARDS } from '../shared/replication/shards.ts';
import { type Child, startChild } from './child.ts';
import type { FromProduct, FromRaw, ToProduct, ToRaw } from './sweepTypes.ts';

const CONCURRENCY = 32;
const SUBSCRIPTION = '00000000-0000-0000-0000-00000000be4c';
/** Up to so many, every login is made within fifteen seconds. */
const FEW_LINKS = 2_000;
const FEW_EVERY_MS = 15_000;
const MOST_WARM_UPS = 8;
const MANY_EVERY_MS = 60_000;

export interface SweepBenchOptions {
  links: number;
  rounds: number;
  processes: number;
}

type Product = Child<ToProduct, FromProduct>;
interface Round {
  product: FromProduct;
  raw: FromRaw;
}

export async function benchSweep(options: SweepBenchOptions): Promise<Record<string, unknown>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'geowarden-bench-'));
  const cleanups: Array<() => Promise<unknown>> = [() => rm(folder, { recursive: true, force: true, maxRetries: 5 })];
  try {
    const everyMs = options.links <= FEW_LINKS ? FEW_EVERY_MS : MANY_EVERY_MS;
    const environment = await startWorld(folder, options.links, everyMs / 1_000, cleanups);
    const products = Array.from({ length: options.processes }, () =>
      startChild<ToProduct, FromProduct>('sweepProduct.ts', environment),
    );
    const raw = startChild<ToRaw, FromRaw>('sweepRaw.ts', environment);
    for (const child of [...products, raw]) cleanups.push(() => child.close());
    const [first] = products;
    const discovered = await first?.ask({ do: 'discover' });
    if (discovered?.links !== options.links)
      throw new Error(`expected ${options.links} links, saw ${discovered?.links}`);
    const play = paced(everyMs, () => playRound(products, raw, options));
    const cold = await play();
    // Warm is a sweep over connections that are there: on a slow machine the first ones come to an end before all logins are made.
    let last = cold;
    for (let round = 0; round < MOST_WARM_UPS && (round === 0 || hasLogins(last)); round += 1) last = await play();
    const warm: Round[] = [];
    while (warm.length < options.rounds) warm.push(await play());
    return figuresOf(options.links, cold, warm);
  } finally {
    for (const cleanUp of cleanups.reverse()) await cleanUp();
  }
}

async function startWorld(
  folder: string,
  links: number,
  everySeconds: number,
  cleanups: Array<() => Promise<unknown>>,
): Promise<Record<string, string>> {
  const names = Array.from({ length: links }, (_, index) => `db-${index}`);
  const definition = completeDefinition({
    regions: ['westeurope', 'northeurope', 'uksouth'],
    app: { region: 'uksouth' },
    subscriptions: [{ id: SUBSCRIPTION }],
    servers: [
      { name: 'bench-we', region: 'westeurope' },
      { name: 'bench-ne', region: 'northeurope' },
    ],
    databases: names.map((name) => ({ name, server: 'bench-we' })),
    links: names.map((name) => ({ server: 'bench-we', database: name, secondaryServer: 'bench-ne' })),
  });
  const estate = await startEstate(definition, { folder: path.join(folder, 'estate') });
  cleanups.push(() => estate.close());
  const vantage = await estate.openVantage('uksouth');
  const azurite = await startAzurite({ location: path.join(folder, 'azurite') });
  cleanups.push(() => azurite.close());
  const nameMap = path.join(folder, 'names.json');
  await writeFile(nameMap, JSON.stringify(vantage.names));
  return {
    ...vantage.environment,
    LOCAL_NAME_MAP: nameMap,
    NODE_EXTRA_CA_CERTS: estate.certificateAuthorityFile,
    AzureWebJobsStorage: azurite.connectionString,
    BENCH_STORAGE_PORTS: JSON.stringify({
      blob: String(azurite.blobPort),
      queue: String(azurite.queuePort),
      table: String(azurite.tablePort),
    }),
    REGION_NAME: 'UK South',
    // Two sweeps to a round of signals, as by default, and a connection for every primary. Geo-secondaries are left alone: each would be
    // another connection, and their questions go beside the sweep.
    GEOWARDEN_CONFIG: JSON.stringify({
      name: 'bench',
      scopes: [{ name: 'all', subscriptions: [SUBSCRIPTION] }],
      objectives: { rpo: '5s', rto: '5m' },
      sampling: { every: `${everySeconds}s`, concurrency: CONCURRENCY, connections: links },
      signals: { every: `${2 * everySeconds}s`, secondaries: false },
    }),
  };
}

/** The app sweeps, then the bare driver does the same statements. */
async function playRound(
  products: readonly Product[],
  raw: Child<ToRaw, FromRaw>,
  { links, processes }: SweepBenchOptions,
): Promise<Round> {
  const shards = links > 100 ? SHARDS.length : 0;
  const take = Math.ceil(SHARDS.length / processes);
  const [tick, ...helps] = products.map((product, index) =>
    product.ask({ do: index === 0 ? 'tick' : 'help', shards, take }),
  );
  const answers = await Promise.all([tick, ...helps]);
  const done = answers.filter((answer) => answer !== undefined);
  const product = merged(done);
  const raws: FromRaw[] = [];
  for (const { work, statements } of done) raws.push(await raw.ask({ work, statements, concurrency: CONCURRENCY }));
  const sum = (what: keyof FromRaw) => raws.reduce((all, one) => all + one[what], 0);
  return { product, raw: { ms: sum('ms'), cpuMs: sum('cpuMs') } };
}

function merged(answers: readonly FromProduct[]): FromProduct {
  const [first, ...others] = answers;
  if (first === undefined) throw new Error('expected an answer of the app, saw none');
  const operations = { ...first.operations };
  for (const other of others) {
    for (const name of ['table', 'blob', 'queue', 'rowsWritten', 'reads'] as const)
      operations[name] += other.operations[name];
  }
  return {
    ...first,
    ms: Math.max(...answers.map(({ ms }) => ms)),
    cpuMs: answers.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    rssMb: Math.max(...answers.map(({ rssMb }) => rssMb)),
    operations,
  };
}

function figuresOf(links: number, cold: Round, warm: readonly Round[]): Record<string, unknown> {
  const product = median(warm.map((round) => round.product.ms));
  const raw = median(warm.map((round) => round.raw.ms));
  const most = (what: keyof FromProduct['operations']) =>
    Math.max(...warm.map((round) => round.product.operations[what]));
  const statements = median(
    warm.map((round) => round.product.work.reduce((sum, one) => sum + one.statements.length, 0)),
  );
  const logins = median(warm.map((round) => round.product.work.filter(({ login }) => login).length));
  process.stdout.write(
    `a warm sweep: ${statements} statements and ${logins} logins; besides, ${most('rowsWritten')} single rows written and ${most('reads')} reads of storage\n` +
      `of a core: ${Math.round(median(warm.map((round) => round.product.cpuMs)))} ms in the app, ${Math.round(median(warm.map((round) => round.raw.cpuMs)))} ms in the bare driver\n`,
  );
  return {
    links,
    warmSeconds: seconds(product),
    coldSeconds: seconds(cold.product.ms),
    rawWarmSeconds: seconds(raw),
    rawColdSeconds: seconds(cold.raw.ms),
    warmRatio: hundredths(product / raw),
    coldRatio: hundredths(cold.product.ms / cold.raw.ms),
    rssMb: Math.max(...warm.map((round) => round.product.rssMb)),
    operations: { table: most('table'), blob: most('blob'), queue: most('queue') },
  };
}

const hasLogins = ({ product }: Round) => product.work.some(({ login }) => login);

/** One round in each interval, as the app's timer would have it. */
function paced<T>(everyMs: number, play: () => Promise<T>): () => Promise<T> {
  let dueAt = 0;
  return async () => {
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueAt - performance.now())));
    dueAt = performance.now() + everyMs;
    return play();
  };
}

const seconds = (ms: number) => Math.round(ms) / 1_000;
const hundredths = (value: number) => Math.round(value * 100) / 100;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
