import { regionName } from '../topology/regionName.ts';
import type { Evidence, EvidenceGroup, EvidenceSource, VerdictRules } from './types.ts';

const GROUP: Readonly<Record<EvidenceSource, EvidenceGroup>> = {
  ownProbe: 'own',
  secondaryView: 'own',
  witnessProbe: 'witness',
  serviceHealth: 'azure',
  resourceHealth: 'azure',
  platformMetric: 'metric',
  logQuery: 'logs',
};

/** A voice that counts once, however many messages it sends. A witness's kind is its region: two in one region share its way out. */
export interface Kind {
  key: string;
  group: EvidenceGroup;
}

/** Our own probe and the secondary's view of its link share a network path: one group (rule 2). */
export function groupOf(source: EvidenceSource): EvidenceGroup {
  return GROUP[source];
}

/**
 * Which independent voice this evidence is. Undefined for a witness that is not outside: one that looks from the primary's region or from
 * a guarded one shares its fate, and one that looks from where we look shares our path.
 * @param ownPaths regions from which our own probes say the same
 */
export function kindOf(
  evidence: Evidence,
  rules: Pick<VerdictRules, 'guardedRegions'>,
  ownPaths: ReadonlySet<string>,
): Kind | undefined {
  const group = groupOf(evidence.source);
  if (group !== 'witness') return { key: group, group };
  const path = regionName(evidence.path);
  const guarded = [evidence.scope.region, ...(rules.guardedRegions ?? [])].map(regionName);
  return ownPaths.has(path) || guarded.includes(path) ? undefined : { key: `witness ${path}`, group };
}

/** The regions from which our own probes speak for an outage: another voice from there adds nothing. */
export function ownPathsOf(evidence: readonly Evidence[]): Set<string> {
  const own = evidence.filter(({ source, vote }) => vote === 'down' && groupOf(source) === 'own');
  return new Set(own.map(({ path }) => regionName(path)));
}

/** One voice never suffices, whatever the configuration says (rule 2). */
export function kindsNeeded(rules: Pick<VerdictRules, 'minKinds'>): number {
  return Math.max(2, Number.isFinite(rules.minKinds) ? Math.ceil(rules.minKinds) : 2);
}

/**
 * Do these voices suffice? Enough kinds, of at least two groups, and one of them looked at the database over the network: Service Health,
 * Resource Health, the platform's metrics and its logs all reach us by Azure's own path, and one path never moves a database. A log query
 * counts where none of Azure's other voices speaks: what it found may be the very event or the very metric that they tell of.
 */
export function suffices(kinds: Iterable<Kind>, rules: Pick<VerdictRules, 'minKinds'>): boolean {
  const keys = new Set<string>();
  const groups = new Set<EvidenceGroup>();
  for (const { key, group } of kinds) {
    keys.add(key);
    groups.add(group);
  }
  if (groups.has('azure') || groups.has('metric')) {
    keys.delete('logs');
    groups.delete('logs');
  }
  const looked = groups.has('own') || groups.has('witness');
  return keys.size >= kindsNeeded(rules) && groups.size >= 2 && looked;
}
