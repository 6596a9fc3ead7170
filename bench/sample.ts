/** The sampler against the raw driver. The estate is in this process; each sampler has a process of its own. */
import type { LinkEnd } from '../shared/topology/types.ts';
import { startChild } from './child.ts';
import { hundredths } from './figures.ts';
import { databaseNames, pairs, SERVER } from './pairs.ts';
import { withScratch } from './scratch.ts';
import { seenFromApp } from './seenFromApp.ts';

export interface SampleTask {
  ends: LinkEnd[];
  rounds: number;
  concurrency: number;
}

export interface SampleFigures {
  coldMs: number;
  warmMs: number;
  rssMb: number;
}

const CONCURRENCY = 32;

export async function benchSample(options: { links: number; rounds: number }): Promise<Record<string, number>> {
  return withScratch(async (scratch) => {
    const names = databaseNames(options.links);
    const { estate, environment } = await seenFromApp(pairs(names.map((name) => ({ name }))), scratch);
    const fullyQualifiedDomainName = estate.model.server(SERVER)?.fullyQualifiedDomainName ?? '';
    const ends = names.map((database) => ({
      server: SERVER,
      database,
      region: 'westeurope',
      fullyQualifiedDomainName,
    }));
    const task: SampleTask = { ends, rounds: options.rounds, concurrency: CONCURRENCY };
    const run = async (file: string, rounds: number): Promise<SampleFigures> => {
      const child = startChild<SampleTask, SampleFigures>(file, environment);
      try {
        return await child.ask({ ...task, rounds });
      } finally {
        await child.close();
      }
    };
    // Once each way round: whoever comes first also warms the estate up.
    await run('sampleRaw.ts', 1);
    const product = await run('sampleProduct.ts', options.rounds);
    const raw = await run('sampleRaw.ts', options.rounds);
    return {
      links: options.links,
      coldSeconds: product.coldMs / 1000,
      warmSeconds: product.warmMs / 1000,
      rawColdSeconds: raw.coldMs / 1000,
      rawWarmSeconds: raw.warmMs / 1000,
      coldRatio: hundredths(product.coldMs / raw.coldMs),
      warmRatio: hundredths(product.warmMs / raw.warmMs),
      rssMb: product.rssMb,
    };
  });
}
