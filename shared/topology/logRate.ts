/**
 * How much log a service objective may write, and the smallest one that can follow. Sources, as read for this table:
 * - vCore: Microsoft Learn, "Resource limits for single databases using the vCore purchasing model" (ms.date 07/02/2024), "Max log rate
 *   (MBps)": General Purpose 4.5 for each vCore, at most 50; Business Critical 12 for each, at most 96; Hyperscale 100 at every size.
 * - DTU: "Resource limits for single databases using the DTU purchasing model". No log rates are documented there: sizes are compared by DTU,
 *   as the example in "Active geo-replication" does (a P6 with log IO at 50 % needs at least a P4).
 */
import type { Database } from './types.ts';

type Sku = Database['sku'];

/** What a database writes, or may write. DTU are no megabytes: amounts of different units are never compared. */
export interface LogRate {
  amount: number;
  unit: 'MBps' | 'DTU';
}

interface Series {
  /** vCores that can be ordered, ascending. */
  sizes: readonly number[];
  perVCore: number;
  most: number;
}

const TO_20 = [2, 4, 6, 8, 10, 12, 14, 16, 18, 20] as const;
const GENERAL_PURPOSE = { perVCore: 4.5, most: 50 } as const;
const BUSINESS_CRITICAL = { perVCore: 12, most: 96 } as const;
const HYPERSCALE = { perVCore: Number.POSITIVE_INFINITY, most: 100 } as const;

/** By the name of the SKU in Resource Manager. */
const SERIES: Readonly<Record<string, Series>> = {
  GP_S_Gen5: { ...GENERAL_PURPOSE, sizes: [1, ...TO_20, 24, 32, 40, 80] },
  GP_Gen5: { ...GENERAL_PURPOSE, sizes: [...TO_20, 24, 32, 40, 80, 128] },
  GP_Fsv2: { ...GENERAL_PURPOSE, sizes: [8, 10, 12, 14, 16, 18, 20, 24, 32, 36, 72] },
  GP_DC: { ...GENERAL_PURPOSE, sizes: [...TO_20, 32, 40] },
  BC_Gen5: { ...BUSINESS_CRITICAL, sizes: [...TO_20, 24, 32, 40, 80, 128] },
  BC_DC: { ...BUSINESS_CRITICAL, sizes: [...TO_20, 32, 40] },
  HS_S_Gen5: { ...HYPERSCALE, sizes: [...TO_20, 24, 32, 40, 80] },
  HS_Gen5: { ...HYPERSCALE, sizes: [...TO_20, 24, 32, 40, 80] },
  HS_DC: { ...HYPERSCALE, sizes: [...TO_20, 32, 40] },
  HS_PRMS: { ...HYPERSCALE, sizes: [...TO_20, 24, 32, 40, 64, 80, 128] },
  HS_MOPRMS: { ...HYPERSCALE, sizes: [...TO_20, 24, 32, 40, 64, 80] },
};

/** DTU of each service objective by tier, ascending. */
const DTU: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  Basic: { Basic: 5 },
  Standard: { S0: 10, S1: 20, S2: 50, S3: 100, S4: 200, S6: 400, S7: 800, S9: 1600, S12: 3000 },
  Premium: { P1: 125, P2: 250, P4: 500, P6: 1000, P11: 1750, P15: 4000 },
};

/** What this size may write; undefined where nothing is documented, as for a database in an elastic pool. */
export function logRateOf(sku: Sku): LogRate | undefined {
  const series = SERIES[sku.name];
  if (series !== undefined) return { amount: vCoreRate(series, sku.capacity), unit: 'MBps' };
  return dtuName(sku) === undefined ? undefined : { amount: sku.capacity, unit: 'DTU' };
}

/** What a database of this size writes at that percentage of its limit. */
export function needOf(sku: Sku, logWritePercent: number): LogRate | undefined {
  const rate = logRateOf(sku);
  return rate === undefined ? undefined : { ...rate, amount: (rate.amount * logWritePercent) / 100 };
}

/** The smallest size of the same kind (hardware series, or DTU tier) that may write so much; undefined when none may, or units differ. */
export function smallestObjectiveFor(need: LogRate, like: Sku): string | undefined {
  const series = SERIES[like.name];
  if (series !== undefined && need.unit === 'MBps') {
    const size = series.sizes.find((vCores) => vCoreRate(series, vCores) >= need.amount);
    return size === undefined ? undefined : `${like.name}_${size}`;
  }
  if (series !== undefined || need.unit !== 'DTU') return undefined;
  return Object.entries(DTU[like.tier] ?? {}).find(([, dtu]) => dtu >= need.amount)?.[0];
}

/** As people order it: `P4`, `GP_Gen5_4`; what is not known by its numbers keeps its name. */
export function objectiveName(sku: Sku): string {
  return SERIES[sku.name] === undefined ? (dtuName(sku) ?? sku.name) : `${sku.name}_${sku.capacity}`;
}

function vCoreRate({ perVCore, most }: Series, vCores: number): number {
  return Math.min(most, perVCore * vCores);
}

function dtuName({ tier, capacity }: Sku): string | undefined {
  return Object.entries(DTU[tier] ?? {}).find(([, dtu]) => dtu === capacity)?.[0];
}
