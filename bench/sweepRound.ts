/** The app's processes and the bare driver's, and a round in which they take turns. */
import { SHARDS } from '../shared/replication/shards.ts';
import { type Child, startChild } from './child.ts';
import { watchStolen } from './stolen.ts';
import type { FromProduct, FromRaw, ToProduct, ToRaw } from './sweepTypes.ts';
import { CONCURRENCY } from './sweepWorld.ts';

export interface Round {
  product: FromProduct;
  /** For all databases, also where it was asked for a part of them only. */
  raw: FromRaw;
  /** The share of the machine's time that was given to others meanwhile. */
  stolen: number;
}

export interface Players {
  products: Array<Child<ToProduct, FromProduct>>;
  raw: Child<ToRaw, FromRaw>;
  close(): Promise<void>;
}

/** None of them has a connection yet, and the first has found the links. @throws Error when it found others than these */
export async function startPlayers(
  environment: Record<string, string>,
  { links, processes }: { links: number; processes: number },
): Promise<Players> {
  const products = Array.from({ length: processes }, () =>
    startChild<ToProduct, FromProduct>('sweepProduct.ts', environment),
  );
  const raw = startChild<ToRaw, FromRaw>('sweepRaw.ts', environment);
  const close = async () => void (await Promise.all([...products, raw].map((child) => child.close())));
  try {
    const discovered = await products[0]?.ask({ do: 'discover' });
    if (discovered?.links !== links) throw new Error(`expected ${links} links, saw ${discovered?.links}`);
    return { products, raw, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * The app sweeps, then the bare driver does the same statements.
 * @param isPlayedRaw the databases that the driver is asked for; what it takes for them is counted up to all of them
 */
export async function playRound(
  { products, raw }: Players,
  isShared: boolean,
  isPlayedRaw: (database: string) => boolean,
): Promise<Round> {
  const stolen = watchStolen();
  const answers = await Promise.all(
    products.map((product, index) => {
      // Every process takes its part of the shards, and what is left over goes to the first ones.
      const take = Math.floor((SHARDS.length + products.length - 1 - index) / products.length);
      return product.ask({ do: index === 0 ? 'tick' : 'help', take: isShared ? take : 0 });
    }),
  );
  const total: FromRaw = { ms: 0, cpuMs: 0 };
  for (const { work, statements } of answers) {
    const part = work.filter(({ database }) => isPlayedRaw(database));
    if (part.length === 0) continue;
    const took = await raw.ask({ work: part, statements, concurrency: CONCURRENCY });
    const scale = work.length / part.length;
    total.ms += took.ms * scale;
    total.cpuMs += took.cpuMs * scale;
  }
  return { product: merged(answers), raw: total, stolen: stolen() };
}

/** As long as the slowest took, and all that they did together. */
function merged(answers: readonly FromProduct[]): FromProduct {
  const sum = (what: (one: FromProduct) => number) => answers.reduce((all, one) => all + what(one), 0);
  return {
    ms: Math.max(...answers.map(({ ms }) => ms)),
    cpuMs: sum(({ cpuMs }) => cpuMs),
    rssMb: Math.max(...answers.map(({ rssMb }) => rssMb)),
    links: sum(({ links }) => links),
    work: answers.flatMap(({ work }) => work),
    // Each has numbers of its own for them: they were told to the driver already.
    statements: [],
    operations: {
      table: sum(({ operations }) => operations.table),
      blob: sum(({ operations }) => operations.blob),
      queue: sum(({ operations }) => operations.queue),
      rowsWritten: sum(({ operations }) => operations.rowsWritten),
      reads: sum(({ operations }) => operations.reads),
    },
  };
}
