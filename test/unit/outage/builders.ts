/** Short hands for the room's tests: a moment, a region, and evidence that says what it is called. */
import fc from 'fast-check';
import { evidenceId } from '../../../shared/outage/evidenceId.ts';
import type { JudgeInput } from '../../../shared/outage/hear.ts';
import type {
  Evidence,
  EvidenceSource,
  EvidenceVote,
  SweepSight,
  Verdict,
  VerdictRules,
} from '../../../shared/outage/types.ts';

export const T0 = Date.UTC(2026, 10, 22, 2, 0, 0);
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const CONFIRM = 5 * MINUTE;

export const RULES: VerdictRules = { confirmForMs: CONFIRM, minKinds: 2, maxAgeMs: 60 * MINUTE };
export const ORDERS = { server: 'contoso-we', database: 'orders', region: 'westeurope' };
export const STOCK = { server: 'contoso-we', database: 'stock', region: 'westeurope' };

export const databaseScope = (database = ORDERS): Evidence['scope'] => ({ kind: 'database', ...database });
export const regionScope = (region = 'westeurope'): Evidence['scope'] => ({ kind: 'region', region });

const PATH: Record<EvidenceSource, string> = {
  ownProbe: 'uksouth',
  secondaryView: 'uksouth',
  witnessProbe: 'francecentral',
  serviceHealth: 'azure',
  resourceHealth: 'azure',
  platformMetric: 'azure',
  logQuery: 'azure',
};

export interface Spoken {
  vote?: EvidenceVote;
  scope?: Evidence['scope'];
  sinceMs?: number;
  atMs?: number;
  expiresAtMs?: number;
  path?: string;
  reporter?: string;
}

/** Says `down` since T0, last seen so when confirmFor had passed, for an hour more, unless told otherwise. */
export function says(source: EvidenceSource, spoken: Spoken = {}): Evidence {
  const scope = spoken.scope ?? (source === 'serviceHealth' ? regionScope() : databaseScope());
  const path = spoken.path ?? PATH[source];
  const atMs = spoken.atMs ?? Math.max(T0 + CONFIRM, spoken.sinceMs ?? 0);
  return {
    id: evidenceId(source, scope, spoken.reporter ?? path),
    source,
    vote: spoken.vote ?? 'down',
    scope,
    sinceMs: spoken.sinceMs ?? T0,
    atMs,
    expiresAtMs: spoken.expiresAtMs ?? atMs + 60 * MINUTE,
    path,
    sentence: `${source} in a test.`,
  };
}

/** A round that ended just now and reached everybody but the region that is down. */
export function sight(atMs: number, change: Partial<SweepSight> = {}): SweepSight {
  return {
    complete: true,
    atMs,
    regions: [
      { region: 'northeurope', tried: 4, reached: 4, ownTrouble: 0 },
      { region: 'westeurope', tried: 4, reached: 0, ownTrouble: 0 },
    ],
    ...change,
  };
}

export const ISOLATED = (atMs: number): SweepSight =>
  sight(atMs, {
    regions: [
      { region: 'northeurope', tried: 4, reached: 0, ownTrouble: 0 },
      { region: 'westeurope', tried: 4, reached: 0, ownTrouble: 0 },
    ],
  });

export function input(evidence: Evidence[], nowMs: number, change: Partial<JudgeInput> = {}): JudgeInput {
  return { evidence, sight: sight(nowMs), rules: RULES, nowMs, ...change };
}

export const groupsOf = (verdict: Verdict): string[] => verdict.evidenceFor.map(({ source }) => source).sort();

const SOURCES: EvidenceSource[] = [
  'ownProbe',
  'secondaryView',
  'witnessProbe',
  'serviceHealth',
  'resourceHealth',
  'platformMetric',
];

/** Any evidence about the region or two of its databases, also with clocks that are wrong and times in a strange order. */
export const anyEvidence = (sources: EvidenceSource[] = SOURCES, votes: EvidenceVote[] = ['down', 'against', 'none']) =>
  fc
    .record({
      source: fc.constantFrom(...sources),
      vote: fc.constantFrom(...votes),
      about: fc.constantFrom(databaseScope(ORDERS), databaseScope(STOCK), regionScope()),
      sinceMs: fc.integer({ min: -20 * MINUTE, max: 15 * MINUTE }),
      lastsMs: fc.integer({ min: -MINUTE, max: 20 * MINUTE }),
      lifeMs: fc.integer({ min: 0, max: 20 * MINUTE }),
      path: fc.constantFrom('uksouth', 'francecentral', 'westeurope', 'swedencentral'),
      reporter: fc.constantFrom('one', 'two'),
    })
    .map(({ source, vote, about, sinceMs, lastsMs, lifeMs, path, reporter }) => {
      const looked = source === 'ownProbe' || source === 'secondaryView' || source === 'witnessProbe';
      return says(source, {
        vote,
        scope: about,
        sinceMs: T0 + sinceMs,
        atMs: T0 + sinceMs + lastsMs,
        expiresAtMs: T0 + sinceMs + lastsMs + lifeMs,
        path: looked ? path : 'azure',
        reporter,
      });
    });

/** The moment at which generated evidence is judged: in the middle of its times. */
export const NOW = T0 + 10 * MINUTE;
