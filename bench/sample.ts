/** The sampler against the raw driver. The estate is in this process; each sampler has a process of its own. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEstate } from '../local/estate/estate.ts';
import { completeDefinition } from '../local/estate/model/definition.ts';
import type { LinkEnd } from '../shared/topology/types.ts';

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
const SUBSCRIPTION = '00000000-0000-0000-0000-00000000be4c';

export async function benchSample(options: { links: number; rounds: number }): Promise<Record<string, number>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'geowarden-bench-'));
  const names = Array.from({ length: options.links }, (_, index) => `db-${index}`);
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
  try {
    const vantage = await estate.openVantage('uksouth');
    const nameMap = path.join(folder, 'names.json');
    await writeFile(nameMap, JSON.stringify(vantage.names));
    const fullyQualifiedDomainName = estate.model.server('bench-we')?.fullyQualifiedDomainName ?? '';
    const ends = names.map((database) => ({
      server: 'bench-we',
      database,
      region: 'westeurope',
      fullyQualifiedDomainName,
    }));
    const task: SampleTask = { ends, rounds: options.rounds, concurrency: CONCURRENCY };
    const environment = {
      ...vantage.environment,
      LOCAL_NAME_MAP: nameMap,
      NODE_EXTRA_CA_CERTS: estate.certificateAuthorityFile,
    };
    // Once each way round: whoever comes first also warms the estate up.
    await runChild('sampleRaw.ts', { ...task, rounds: 1 }, environment);
    const product = await runChild('sampleProduct.ts', task, environment);
    const raw = await runChild('sampleRaw.ts', task, environment);
    const ratio = (one: number, other: number) => Math.round((one / other) * 100) / 100;
    return {
      links: options.links,
      coldSeconds: product.coldMs / 1000,
      warmSeconds: product.warmMs / 1000,
      rawColdSeconds: raw.coldMs / 1000,
      rawWarmSeconds: raw.warmMs / 1000,
      coldRatio: ratio(product.coldMs, raw.coldMs),
      warmRatio: ratio(product.warmMs, raw.warmMs),
      rssMb: product.rssMb,
    };
  } finally {
    await estate.close();
    await rm(folder, { recursive: true });
  }
}

async function runChild(file: string, task: SampleTask, environment: Record<string, string>): Promise<SampleFigures> {
  const preload = new URL('../local/host/preload.ts', import.meta.url).href;
  const child = spawn(process.execPath, ['--import', preload, path.join(import.meta.dirname, file)], {
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stdin.end(JSON.stringify(task));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`${file} ended with status ${code}: ${output}`);
  return JSON.parse(output) as SampleFigures;
}
