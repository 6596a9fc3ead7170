import { type Window, windowOf } from './azureParts.ts';
import type { CandidatePlan, StoryPlan } from './storyPlan.ts';

/** One database on one server. */
export interface Replica {
  server: string;
  region: string;
  database: string;
  roles: Array<{ atMs: number; role: 'primary' | 'secondary' }>;
  /** The server whose commits it gets. */
  upstream: string;
  shippingMs: number;
  neverShipped: Window[];
  /** When it is down. */
  outages: Window[];
  tier: string;
  before: CandidatePlan['before'];
}

/** Of each group. */
const DATABASES = { shop: ['orders', 'stock'], others: ['bills', 'carts', 'events', 'letters'] };
const HIGH_LAG_MS = 30_000;
const LONG_AGO_MS = -600_000;

/** The databases of each recovery group, by its name; the groups beside `shop` are named after their one database. */
export function databasesByGroup({ databases, otherGroups }: StoryPlan): Map<string, string[]> {
  const byGroup = new Map([['shop', DATABASES.shop.slice(0, databases)]]);
  for (const name of DATABASES.others.slice(0, otherGroups)) byGroup.set(name, [name]);
  return byGroup;
}

export function databasesOf(plan: StoryPlan): string[] {
  return [...databasesByGroup(plan).values()].flat();
}

/** @param plan on the world's clock */
export function replicasOf(plan: StoryPlan): Replica[] {
  return replicasWithoutOutages(plan).map((replica) => ({ ...replica, outages: outagesOf(plan, replica) }));
}

type UpReplica = Omit<Replica, 'outages'>;

function outagesOf({ outage, secondOutage }: StoryPlan, { region, server, database }: UpReplica): Window[] {
  const windows: Window[] = [];
  const one = outage.kind === 'oneDatabase' || outage.kind === 'oneDatabasePartition';
  if (region === 'westeurope' && outage.kind !== 'none' && (!one || (server === 'we' && database === 'orders')))
    windows.push(windowOf(outage));
  if (region === 'northeurope' && secondOutage !== null) windows.push(windowOf(secondOutage));
  return windows;
}

function replicasWithoutOutages(plan: StoryPlan): UpReplica[] {
  return databasesOf(plan).flatMap((database) => {
    const fit: CandidatePlan = { before: 'caughtUp', shippingMs: 500, sameTier: true };
    const secondaries: UpReplica[] = [secondary('ne', 'northeurope', database, plan.northEurope)];
    if (plan.franceCentral !== null) secondaries.push(secondary('fc', 'francecentral', database, plan.franceCentral));
    if (plan.sameRegion) secondaries.push(secondary('we2', 'westeurope', database, fit));
    const primary = { ...secondary('we', 'westeurope', database, fit), shippingMs: 0 };
    return [{ ...primary, roles: [{ atMs: Number.NEGATIVE_INFINITY, role: 'primary' as const }] }, ...secondaries];
  });
}

/** Why nothing may ever be moved there by force or by plan; undefined for a sound candidate. The judge's word, from the plan alone. */
export function whyUnfit(plan: StoryPlan, server: string): string | undefined {
  if (server === 'we2') return 'it is in the region of the primary';
  const candidate = server === 'ne' ? plan.northEurope : server === 'fc' ? plan.franceCentral : undefined;
  if (candidate === null) return 'there is none';
  if (candidate === undefined) return undefined;
  if (!candidate.sameTier) return 'its tier differs';
  return candidate.before === 'caughtUp' || candidate.before === 'lagHigh' ? undefined : candidate.before;
}

function secondary(server: string, region: string, database: string, plan: CandidatePlan): UpReplica {
  const stalled = plan.before === 'suspended' || plan.before === 'seeding' || plan.before === 'neverSampled';
  return {
    server,
    region,
    database,
    roles: [{ atMs: Number.NEGATIVE_INFINITY, role: 'secondary' }],
    upstream: 'we',
    shippingMs: plan.shippingMs + (plan.before === 'lagHigh' ? HIGH_LAG_MS : 0),
    neverShipped: stalled ? [{ fromMs: LONG_AGO_MS, untilMs: Number.POSITIVE_INFINITY }] : [],
    tier: plan.sameTier ? 'GeneralPurpose' : 'BusinessCritical',
    before: plan.before,
  };
}
