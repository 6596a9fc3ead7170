/** A desk for whole-app tests: a small estate, short intervals, a folder of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startDesk } from '../../local/desk/desk.ts';
import type { Desk } from '../../local/desk/types.ts';
import { completeDefinition } from '../../local/estate/model/definition.ts';
import type { EstateDefinition } from '../../local/estate/model/types.ts';
import { parseScenario } from '../../local/play/load.ts';
import { toPartialDefinition } from '../../local/play/toDefinition.ts';
import type { LinkDetailView, StatusView } from '../../shared/views/types.ts';

const SHORT_TIMES = {
  objectives: { rpo: '5s', rto: '5m' },
  sampling: { every: '1s', timeout: '2s' },
  discovery: { every: '5s', timeout: '10s' },
  alerts: {
    LagHigh: { above: '30s', for: '2s', resolve: '2s' },
    LagUnknown: { for: '2s', resolve: '2s' },
    LinkSuspended: { for: '1s', resolve: '2s' },
    Unprotected: { for: '2s', resolve: '2s' },
  },
  delivery: { every: '1s', firstRetry: '500ms', longestRetry: '2s', timeout: '2s' },
};

/** One database with one geo-secondary, and the app in a third region. */
export function smallEstate(extra: { databases?: string; links?: string; servers?: string } = {}): EstateDefinition {
  const scenario = parseScenario(
    `
name: small
story: One link.
estate:
  regions: [westeurope, northeurope, uksouth]
  app: { region: uksouth }
  servers:
    - { name: contoso-we, region: westeurope }
    - { name: contoso-ne, region: northeurope }
${extra.servers ?? ''}
  databases:
    - { name: orders, server: contoso-we, sku: GP_Gen5_4, commitsPerSecond: 20 }
${extra.databases ?? ''}
  links:
    - { database: contoso-we/orders, secondary: contoso-ne, shippingDelay: 400ms }
${extra.links ?? ''}
expect:
  - { by: 1s, shows: { health: ok } }
`,
    'small.yaml',
  );
  return completeDefinition(toPartialDefinition(scenario.estate));
}

export interface TestDesk extends Desk {
  status(): Promise<StatusView>;
  link(key: string): Promise<LinkDetailView>;
  dataFolder: string;
  logLines: string[];
}

export interface TestDeskOptions {
  definition?: EstateDefinition;
  configuration?: Record<string, unknown>;
  settings?: Record<string, string>;
  /** Kept by the caller; made and removed here when absent. */
  dataFolder?: string;
  console?: boolean;
}

/** Closes everything when the body ends, however it ends. */
export async function withDesk(options: TestDeskOptions, body: (desk: TestDesk) => Promise<void>): Promise<void> {
  const dataFolder = options.dataFolder ?? (await mkdtemp(path.join(tmpdir(), 'geowarden-test-')));
  const logLines: string[] = [];
  try {
    const desk = await startDesk({
      definition: options.definition ?? smallEstate(),
      configuration: { ...SHORT_TIMES, ...options.configuration },
      dataFolder,
      ports: { app: 0, console: options.console ? 0 : 'none' },
      onLog: (line) => logLines.push(line),
      ...(options.settings ? { settings: options.settings } : {}),
    });
    try {
      await body({
        ...desk,
        dataFolder,
        logLines,
        status: () => ask(`${desk.appUrl}/api/status`),
        link: (key) => ask(`${desk.appUrl}/api/links/${key}`),
      });
    } finally {
      await desk.close();
    }
  } catch (error) {
    // What the app said is the first thing one wants to know.
    process.stderr.write(`${logLines.slice(-40).join('\n')}\n`);
    throw error;
  } finally {
    if (options.dataFolder === undefined) await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function ask<T>(url: string): Promise<T> {
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}
