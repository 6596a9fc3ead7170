import type { Choice } from '../../../shared/failover/types.ts';
import type { Operation } from '../../../shared/operations/types.ts';
import { linkKey } from '../../../shared/topology/linkKey.ts';
import type { LinkEnd, ReplicationLink } from '../../../shared/topology/types.ts';
import type { OutboxWorld } from '../../ports/outboxWorld.ts';
import { AzureModel, type Outage } from './azureModel.ts';

/** What one seed decides before anything happens. */
export interface Premise {
  outage: Outage;
  links: Map<string, ReplicationLink[]>;
  unfit: Set<string>;
  mayAct: boolean;
  approved: boolean;
  allowanceMs: number;
  writesStoppedKnown: boolean;
  partial: 'allOrNothing' | 'moveWhatCan';
  sharedStore: boolean;
  pauses: Array<{ fromMs: number; untilMs: number }>;
  detectMs: number[];
}

export const STORM_UNTIL_MS = 900_000;
const REGIONS = ['northeurope', 'francecentral'];

/** The premise and its Azure. */
export function makeEstate(world: OutboxWorld): { premise: Premise; azure: AzureModel } {
  const outage: Outage = {
    kind: world.pick(['down', 'down', 'partition', 'partition', 'none'] as const) ?? 'down',
    fromMs: 10_000,
    untilMs: world.chance(0.3) ? 120_000 + world.random() * 600_000 : STORM_UNTIL_MS,
  };
  const azure = new AzureModel(outage, () => world.nowMs, world.random);
  const links = new Map<string, ReplicationLink[]>();
  const unfit = new Set<string>();
  const databases = world.chance(0.3) ? ['orders', 'stock'] : ['orders'];
  for (const database of databases) {
    azure.add({ server: 'we', region: 'westeurope', database, shippingMs: 0 }, 'primary');
    const candidates = REGIONS.map((region) => addCandidate(world, azure, database, region));
    if (world.chance(0.15)) unfit.add(candidates[world.chance(0.7) ? 0 : 1]?.linkKey ?? '');
    links.set(database, candidates);
  }
  return { premise: { outage, links, unfit, ...policyOf(world) }, azure };
}

function policyOf(world: OutboxWorld): Omit<Premise, 'outage' | 'links' | 'unfit'> {
  const pauseFromMs = 60_000 + world.random() * 200_000;
  const detectMs = [60_000 + world.random() * 20_000, 60_000 + world.random() * 60_000];
  return {
    mayAct: !world.chance(0.05),
    approved: world.chance(0.3),
    allowanceMs: world.chance(0.2) ? 20_000 : 900_000,
    writesStoppedKnown: world.chance(0.5),
    partial: world.chance(0.7) ? 'allOrNothing' : 'moveWhatCan',
    sharedStore: world.chance(0.3),
    pauses: world.chance(0.3) ? [{ fromMs: pauseFromMs, untilMs: pauseFromMs + world.random() * 200_000 }] : [],
    detectMs,
  };
}

function addCandidate(world: OutboxWorld, azure: AzureModel, database: string, region: string): ReplicationLink {
  const server = region === 'northeurope' ? 'ne' : 'fc';
  azure.add({ server, region, database, shippingMs: 100 + world.random() * 5_000 }, 'secondary');
  const primary = endOf('we', 'westeurope', database);
  const secondary = endOf(server, region, database);
  return {
    linkKey: linkKey(primary, secondary),
    type: 'GEO',
    primary,
    secondary,
    armState: 'CATCH_UP',
    percentComplete: 100,
  };
}

function endOf(server: string, region: string, database: string): LinkEnd {
  return { server, database, region, fullyQualifiedDomainName: `${server}.database.windows.net` };
}

/** An operation as the evaluation of an incident would start it, or none when some database has no candidate. */
export function makeOperation(
  id: string,
  atMs: number,
  premise: Premise,
  candidateOf: (database: string) => ReplicationLink | undefined,
): Operation | undefined {
  const choices: Choice[] = [];
  for (const database of premise.links.keys()) {
    const candidate = candidateOf(database);
    if (candidate === undefined) return undefined;
    const loss = { hardenedThroughMs: null, boundMs: null, from: 'nothing' as const, sentence: '' };
    choices.push({ database: { server: 'we', database }, candidate, loss, refused: [], sentence: '' });
  }
  const mode = premise.outage.kind === 'none' ? 'planned' : 'forced';
  return {
    id,
    incidentId: 'incident',
    group: 'shop',
    plan: { fingerprint: 'f', group: 'shop', madeAtMs: atMs, mode, choices: [], lossBoundMs: null },
    authority: premise.approved
      ? { kind: 'approval', by: 'ann', comment: 'go', atMs, fingerprint: 'f' }
      : { kind: 'policy', group: 'shop' },
    state: 'fencing',
    sinceMs: atMs,
    partial: premise.partial,
    steps: choices.map((choice) => ({ choice, state: 'waiting', sinceMs: atMs, attempts: 0 })),
    journal: [],
  };
}
