import { MAX_CLOCK_SKEW_MS } from '../outage/lifetimes.ts';
import type { Evidence, EvidenceSource, EvidenceVote } from '../outage/types.ts';
import type { FailureKind } from '../replication/types.ts';
import { regionName } from '../topology/regionName.ts';

export type EvidenceReading = { ok: true; evidence: Evidence } | { ok: false; reason: string };

/** The compiler counts them: one that the type gains is missing here. */
function everyOne<Name extends string>(names: Record<Name, true>): ReadonlySet<unknown> {
  return new Set(Object.keys(names));
}

const SOURCES = everyOne<EvidenceSource>({
  ownProbe: true,
  secondaryView: true,
  witnessProbe: true,
  serviceHealth: true,
  resourceHealth: true,
  platformMetric: true,
  logQuery: true,
});
const VOTES = everyOne<EvidenceVote>({ down: true, against: true, none: true });
const FAILURES = everyOne<FailureKind>({
  unreachable: true,
  unavailable: true,
  busy: true,
  noRights: true,
  firewall: true,
  identity: true,
  encryptionRefused: true,
  certificate: true,
  monitor: true,
  notFound: true,
  garbage: true,
  other: true,
});
const LONGEST_NAME = 128;
const LONGEST_SENTENCE = 1_000;
/** No reporter's word holds for longer, whatever it says. */
const LONGEST_LIFE_MS = 24 * 60 * 60_000;
/** Tabs, line ends and other things that no name and no sentence of ours holds. */
const CONTROL = /\p{Cc}/u;

/** Thrown inside this file only. */
class Wrong extends Error {}

/**
 * Checks a piece of evidence that came over the network, field by field, and copies the fields that are known. Never throws; the reason
 * names the field and what was expected, and repeats nothing of what was sent.
 */
export function readEvidence(value: unknown, nowMs: number): EvidenceReading {
  try {
    return { ok: true, evidence: checked(value, nowMs) };
  } catch (error) {
    if (error instanceof Wrong) return { ok: false, reason: error.message };
    throw error;
  }
}

function checked(value: unknown, nowMs: number): Evidence {
  const { id, source, vote, scope, path, sentence, failure, ...moments } = fieldsOf(value, 'evidence');
  must(SOURCES.has(source), 'source', 'one that is known');
  must(VOTES.has(vote), 'vote', 'down, against or none');
  must(
    typeof id === 'string' && new RegExp(`^${String(source)}-[0-9a-f]{32}$`).test(id),
    'id',
    'the source and 32 hexadecimal digits',
  );
  return {
    id: String(id),
    source: source as EvidenceSource,
    vote: vote as EvidenceVote,
    scope: scopeOf(scope),
    ...momentsOf(moments, nowMs),
    path: region(path, 'path'),
    ...(failure === undefined ? {} : { failure: failureOf(failure) }),
    sentence: text(sentence, 'sentence', LONGEST_SENTENCE),
  };
}

function scopeOf(value: unknown): Evidence['scope'] {
  const { kind, region: where, server, database } = fieldsOf(value, 'scope');
  if (kind === 'region') return { kind, region: region(where, 'scope.region') };
  must(kind === 'database', 'scope.kind', 'region or database');
  return {
    kind: 'database',
    server: name(server, 'scope.server'),
    database: name(database, 'scope.database'),
    region: region(where, 'scope.region'),
  };
}

function momentsOf(fields: Record<string, unknown>, nowMs: number): Pick<Evidence, 'sinceMs' | 'atMs' | 'expiresAtMs'> {
  const [sinceMs, atMs, expiresAtMs] = ['sinceMs', 'atMs', 'expiresAtMs'].map((field) => {
    const moment = fields[field];
    must(Number.isSafeInteger(moment) && Number(moment) >= 0, field, 'epoch milliseconds');
    return Number(moment);
  }) as [number, number, number];
  must(sinceMs <= atMs, 'sinceMs', 'a moment not after atMs');
  must(atMs <= nowMs + MAX_CLOCK_SKEW_MS, 'atMs', `a moment at most ${MAX_CLOCK_SKEW_MS} ms ahead of our clock`);
  must(expiresAtMs >= atMs && expiresAtMs - atMs <= LONGEST_LIFE_MS, 'expiresAtMs', 'a moment within a day after atMs');
  return { sinceMs, atMs, expiresAtMs };
}

function failureOf(value: unknown): NonNullable<Evidence['failure']> {
  const { kind, number } = fieldsOf(value, 'failure');
  must(FAILURES.has(kind), 'failure.kind', 'one that is known');
  if (number === undefined) return { kind: kind as FailureKind };
  must(Number.isSafeInteger(number), 'failure.number', 'a whole number');
  return { kind: kind as FailureKind, number: Number(number) };
}

/** In its short form, as we write it. */
function region(value: unknown, field: string): string {
  const found = text(value, field, LONGEST_NAME);
  must(found === regionName(found), field, "a region's short name, as northeurope");
  return found;
}

/** Lower case, as we write it; a slash would make it another name. */
function name(value: unknown, field: string): string {
  const found = text(value, field, LONGEST_NAME);
  must(found === found.toLowerCase() && !found.includes('/'), field, 'a name in lower case without a slash');
  return found;
}

function text(value: unknown, field: string, longest: number): string {
  must(
    typeof value === 'string' && value !== '' && value.length <= longest && !CONTROL.test(value),
    field,
    `a text of one line and at most ${longest} characters`,
  );
  return value as string;
}

function fieldsOf(value: unknown, field: string): Record<string, unknown> {
  must(typeof value === 'object' && value !== null && !Array.isArray(value), field, 'an object');
  return value as Record<string, unknown>;
}

function must(holds: boolean, field: string, expected: string): void {
  if (!holds) throw new Wrong(`Expected ${field} to be ${expected}, saw something else.`);
}
