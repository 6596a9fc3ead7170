import { assertSound } from './definitionFaults.ts';
import type {
  DatabaseDefinition,
  EstateDefinition,
  FailoverGroupDefinition,
  LinkDefinition,
  ServerDefinition,
  SubscriptionDefinition,
} from './types.ts';

/** What must be said; everything else has a default. */
export interface PartialEstateDefinition {
  /** @default the regions of the servers and of the app */
  regions?: string[];
  /** @default in the region of the first server, no witness, no second deployment */
  app?: { region: string; witness?: string; second?: string };
  subscriptions?: Array<Partial<SubscriptionDefinition> & { id: string }>;
  servers: Array<Partial<ServerDefinition> & { name: string; region: string }>;
  databases: Array<Partial<DatabaseDefinition> & { name: string; server: string }>;
  links?: Array<Partial<LinkDefinition> & { server: string; database: string; secondaryServer: string }>;
  failoverGroups?: Array<
    Partial<FailoverGroupDefinition> & { name: string; server: string; partnerServer: string; databases: string[] }
  >;
}

const DEFINITION_DEFAULTS = {
  subscription: {
    id: '7d6f2c31-0a4e-4b57-9c1d-3e8b5f90a1c2',
    name: 'rehearsal',
    tenantId: '2f7c4a51-96de-4b0b-8a57-0d6f1c3e9b28',
  },
  resourceGroup: 'rg-databases',
  administrator: { login: 'estate-admin', password: 'Rehearsal-only-1' },
  connectionPolicy: 'proxy',
  sku: 'GP_Gen5_2',
  commitsPerSecond: 1,
  shippingDelayMs: 400,
  shippingRate: Number.POSITIVE_INFINITY,
  redoDelayMs: 200,
  seededPercent: 100,
  seedingRate: 20,
} as const;

/**
 * Fills what a definition leaves out, then checks it whole.
 * A failover group's databases get the geo-replication link that Azure would make for them.
 * @throws EstateDefinitionError listing every fault with its path
 */
export function completeDefinition(partial: PartialEstateDefinition): EstateDefinition {
  const subscriptions = (partial.subscriptions ?? [{ id: DEFINITION_DEFAULTS.subscription.id }]).map((given) => ({
    ...DEFINITION_DEFAULTS.subscription,
    ...given,
  }));
  const subscriptionId = subscriptions[0]?.id ?? DEFINITION_DEFAULTS.subscription.id;
  const servers = partial.servers.map((given) => completeServer(given, subscriptionId));
  const region = partial.app?.region ?? servers[0]?.region ?? '';
  const second = partial.app?.second;
  const app = { region, witness: partial.app?.witness ?? 'none', ...(second === undefined ? {} : { second }) };
  const failoverGroups = (partial.failoverGroups ?? []).map(completeGroup);
  const links = (partial.links ?? []).map(completeLink);
  const definition: EstateDefinition = {
    regions: partial.regions ?? [...new Set([...servers.map((server) => server.region), region])],
    app,
    subscriptions,
    servers,
    databases: partial.databases.map(completeDatabase),
    links: [...links, ...linksOfGroups(failoverGroups, links)],
    failoverGroups,
  };
  assertSound(definition);
  return definition;
}

function completeServer(given: PartialEstateDefinition['servers'][number], subscriptionId: string): ServerDefinition {
  return {
    subscriptionId,
    resourceGroup: DEFINITION_DEFAULTS.resourceGroup,
    tags: {},
    administrator: { ...DEFINITION_DEFAULTS.administrator },
    connectionPolicy: DEFINITION_DEFAULTS.connectionPolicy,
    ...given,
  };
}

function completeDatabase(given: PartialEstateDefinition['databases'][number]): DatabaseDefinition {
  return { sku: DEFINITION_DEFAULTS.sku, commitsPerSecond: DEFINITION_DEFAULTS.commitsPerSecond, tags: {}, ...given };
}

/** Also for a link that is added later: there only the ends are known. */
export function completeLink(given: NonNullable<PartialEstateDefinition['links']>[number]): LinkDefinition {
  const { shippingDelayMs, shippingRate, redoDelayMs, seededPercent, seedingRate } = DEFINITION_DEFAULTS;
  return {
    secondaryDatabase: given.database,
    kind: 'GEO',
    secondaryAllowConnections: true,
    shippingDelayMs,
    shippingRate,
    redoDelayMs,
    // A copy that were finished would not be there any more.
    seededPercent: given.kind === 'COPY' ? 0 : seededPercent,
    seedingRate,
    ...given,
  };
}

function completeGroup(given: NonNullable<PartialEstateDefinition['failoverGroups']>[number]): FailoverGroupDefinition {
  return { policy: 'Manual', ...given };
}

function linksOfGroups(groups: FailoverGroupDefinition[], links: LinkDefinition[]): LinkDefinition[] {
  const linked = new Set(links.map((link) => `${link.server}/${link.database}>${link.secondaryServer}`));
  return groups.flatMap((group) =>
    group.databases
      .filter((database) => !linked.has(`${group.server}/${database}>${group.partnerServer}`))
      .map((database) => completeLink({ server: group.server, database, secondaryServer: group.partnerServer })),
  );
}
