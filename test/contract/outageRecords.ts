import type { AuditEntry } from '../../shared/audit/types.ts';
import type { Operation } from '../../shared/operations/types.ts';
import type { Evidence, Incident } from '../../shared/outage/types.ts';

const SCOPE = { kind: 'database', server: 'contoso-we', database: 'orders', region: 'westeurope' } as const;

export function evidence(more: Partial<Evidence> = {}): Evidence {
  return {
    id: 'ownProbe-1',
    source: 'ownProbe',
    vote: 'down',
    scope: SCOPE,
    sinceMs: 10_000,
    atMs: 10_000,
    expiresAtMs: 70_000,
    path: 'swedencentral',
    failure: { kind: 'unavailable', number: 40_613 },
    sentence: 'contoso-we/orders is not available: “ü” and \u{1f4a1} must survive.',
    ...more,
  };
}

export function incident(id: string, more: Partial<Incident> = {}): Incident {
  return {
    id,
    group: 'shop',
    scope: { kind: 'region', region: 'westeurope' },
    phase: 'open',
    openedAtMs: 1_000,
    confirmedAtMs: null,
    overAtMs: null,
    verdict: {
      name: 'suspect',
      scope: SCOPE,
      agreedSinceMs: null,
      onsetMs: 900,
      evidenceFor: [evidence()],
      evidenceAgainst: [],
      missing: ['a second kind'],
      confirmed: false,
      sentence: 'One kind says so.',
    },
    explanation: null,
    operationId: null,
    ...more,
  };
}

export function operation(id: string, more: Partial<Operation> = {}, madeAtMs = 1_000): Operation {
  return {
    id,
    incidentId: 'i1',
    group: 'shop',
    plan: { fingerprint: 'f1', group: 'shop', madeAtMs, mode: 'forced', choices: [], lossBoundMs: 4_000 },
    authority: { kind: 'approval', by: 'ada', comment: 'go – “now”', atMs: 900, fingerprint: 'f1' },
    state: 'fencing',
    sinceMs: 1_000,
    steps: [],
    journal: [{ sequence: 0, atMs: 1_000, step: null, from: '', event: 'begin', to: 'fencing', sentence: 'Begun.' }],
    ...more,
  };
}

/** Hashes as text: whether they fit is for the audit room, not for the store. */
export function auditEntry(sequence: number, hash = `hash-${sequence}`): AuditEntry {
  return {
    sequence,
    record: {
      id: `r${sequence}`,
      kind: 'call',
      atMs: sequence,
      subject: 'operation-1',
      sentence: 'Failover of “orders” asked for.',
      details: { linkKey: 'contoso-ne/orders~contoso-we/orders', nested: { none: null, list: [1, 'zwei'] } },
    },
    previousHash: sequence === 0 ? '' : `hash-${sequence - 1}`,
    hash,
  };
}
