/** Service objectives as ARM splits them (2025-01-01, `GetVCoreDatabase`, `ListVCoreDatabasesByServer`). */

export interface Sku {
  name: string;
  tier: string;
  family?: string;
  capacity: number;
}

const V_CORE_TIERS: Record<string, string> = {
  GP: 'GeneralPurpose',
  BC: 'BusinessCritical',
  HS: 'Hyperscale',
};

const DTU: Record<string, Sku> = {
  Basic: { name: 'Basic', tier: 'Basic', capacity: 5 },
  ...dtuTier('Standard', { S0: 10, S1: 20, S2: 50, S3: 100, S4: 200, S6: 400, S7: 800, S9: 1600, S12: 3000 }),
  ...dtuTier('Premium', { P1: 125, P2: 250, P4: 500, P6: 1000, P11: 1750, P15: 4000 }),
};

function dtuTier(tier: string, objectives: Record<string, number>): Record<string, Sku> {
  return Object.fromEntries(
    Object.entries(objectives).map(([objective, capacity]) => [objective, { name: tier, tier, capacity }]),
  );
}

const V_CORE = /^(GP|BC|HS)(_S)?_(Gen5|Fsv2|DC|PRMS|MOPRMS|8IM|8IH)_(\d+)$/;

/** `GP_Gen5_4` -> GP_Gen5, GeneralPurpose, Gen5, 4. Undefined when it is not an objective that Azure has. */
export function parseObjective(objective: string): Sku | undefined {
  const dtu = Object.hasOwn(DTU, objective) ? DTU[objective] : undefined;
  if (dtu !== undefined) return { ...dtu };
  const match = V_CORE.exec(objective);
  if (match === null) return undefined;
  const [, tierName = '', serverless = '', family = '', cores = ''] = match;
  const tier = V_CORE_TIERS[tierName];
  const capacity = Number(cores);
  if (tier === undefined || capacity < 1 || capacity > 128) return undefined;
  return { name: `${tierName}${serverless}_${family}`, tier, family, capacity };
}

/** The way back, for `currentServiceObjectiveName`. */
export function objectiveName(sku: Sku): string {
  if (sku.family !== undefined) return `${sku.name}_${sku.capacity}`;
  const found = Object.entries(DTU).find(([, dtu]) => dtu.tier === sku.tier && dtu.capacity === sku.capacity);
  return found?.[0] ?? sku.name;
}
