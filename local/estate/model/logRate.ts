/** How much log a service objective may write, and with it how much a geo-secondary of that size can take in. */
import type { DatabaseRecord, LinkRecord } from './entities.ts';
import { isGeo } from './entities.ts';
import { rootOf } from './positions.ts';
import type { Sku } from './sku.ts';

/** Log that a commit writes unless a scenario says otherwise; chosen for the estate. */
export const KB_PER_COMMIT = 4;
const KB_PER_MB = 1024;

/** MB/s for each core, and at most: "Max log rate (MBps)" of resource-limits-vcore-single-databases (MicrosoftDocs/sql-docs). */
const V_CORE: Record<string, { perCore: number; most: number }> = {
  GeneralPurpose: { perCore: 4.5, most: 50 },
  BusinessCritical: { perCore: 12, most: 96 },
  Hyperscale: { perCore: 100, most: 100 },
};
/** MB/s for each DTU. Azure documents none: chosen for the estate, in proportion as the document's own example is (P6 at half is P4). */
const DTU: Record<string, number> = { Basic: 0.02, Standard: 0.02, Premium: 0.05 };

/** KB per second. */
export function logLimit({ tier, family, capacity }: Sku): number {
  const cores = V_CORE[tier];
  if (family !== undefined && cores !== undefined) return Math.min(cores.most, cores.perCore * capacity) * KB_PER_MB;
  return (DTU[tier] ?? 0.02) * capacity * KB_PER_MB;
}

/**
 * Commits per second that this geo-secondary can take in where it is smaller than its primary; Infinity otherwise: it takes whatever the
 * primary may write.
 */
export function followRate(link: LinkRecord): number {
  const limit = logLimit(link.secondary.sku);
  if (!isGeo(link) || limit >= logLimit(link.primary.sku)) return Number.POSITIVE_INFINITY;
  return limit / rootOf(link.primary).kbPerCommit;
}

/** @throws Error where there are no commits that could write it */
export function setLogWrite(root: DatabaseRecord, percent: number): void {
  if (!(percent > 0 && percent <= 100)) {
    throw new Error(`expected logWritePercent to be above 0 and at most 100, saw ${percent}`);
  }
  if (root.workload <= 0) throw new Error(`expected '${root.name}' to commit something, saw 0 commits per second`);
  root.kbPerCommit = ((percent / 100) * logLimit(root.sku)) / root.workload;
}
