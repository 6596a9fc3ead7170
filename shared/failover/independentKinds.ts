import type { Evidence, EvidenceGroup, EvidenceSource } from '../outage/types.ts';
import { regionName } from '../topology/regionName.ts';

const GROUPS: Record<EvidenceSource, EvidenceGroup> = {
  ownProbe: 'own',
  secondaryView: 'own',
  witnessProbe: 'witness',
  serviceHealth: 'azure',
  resourceHealth: 'azure',
  platformMetric: 'metric',
};

/**
 * The independent kinds that say "down" and are not expired (rule 2). Messages are not counted, groups are; a witness that looks from
 * the region we look from shares our network path and is no second kind. The gate counts for itself: it does not take the verdict's word.
 */
export function independentKinds(evidence: readonly Evidence[], nowMs: number): EvidenceGroup[] {
  const counted = evidence.filter(({ vote, expiresAtMs }) => vote === 'down' && expiresAtMs > nowMs);
  const ownPaths = new Set(
    counted.filter(({ source }) => GROUPS[source] === 'own').map(({ path }) => regionName(path)),
  );
  const kinds = counted
    .filter(({ source, path }) => source !== 'witnessProbe' || !ownPaths.has(regionName(path)))
    .map(({ source }) => GROUPS[source]);
  return [...new Set(kinds)].sort();
}
