import type { DatabaseSample, SampleFailure } from '../replication/types.ts';
import { databaseKey } from '../topology/linkKey.ts';
import { regionName } from '../topology/regionName.ts';
import type { DatabaseRef } from '../topology/types.ts';
import { databaseScope } from './databaseScope.ts';
import { evidenceId } from './evidenceId.ts';
import { failureVote } from './failureVote.ts';
import type { Evidence, EvidenceVote } from './types.ts';

/** Who looked, from where, at what. */
export interface Look {
  source: 'ownProbe' | 'witnessProbe';
  /** Of the deployment that looked: stable over its restarts. */
  reporter: string;
  /** The region it was looked from. */
  path: string;
  database: DatabaseRef & { region: string };
  /** ARM's status as discovery last read it. */
  armStatus?: string;
  /** Milliseconds; see probeLifetimeMs. */
  lifetimeMs: number;
}

/** What a fresh login to the user database answered. */
export type LoginAnswer = { ok: true; atMs: number } | { ok: false; atMs: number; failure: SampleFailure };

/**
 * What one sample says of an outage (rules 2 and 3). A failed sample votes for nothing until a fresh login was tried: a kept connection
 * that broke looks like an outage and is none. The login decides, whatever the sample said before it; a good sample needs none.
 * `sinceMs` is when the sample was taken: mergeEvidence keeps an earlier beginning.
 */
export function evidenceFromSample(look: Look, sample: DatabaseSample, login?: LoginAnswer): Evidence {
  const atMs = Math.max(sample.atMs, login?.atMs ?? sample.atMs);
  return lookEvidence(look, judge(look, sample, login), { sinceMs: sample.atMs, atMs });
}

/** What was seen by one look, before it has an identity. */
export interface Said {
  vote: EvidenceVote;
  /** Completes "… asked server/database: ". */
  because: string;
  failure?: NonNullable<Evidence['failure']>;
}

/** One look as evidence. */
export function lookEvidence(look: Look, said: Said, { sinceMs, atMs }: { sinceMs: number; atMs: number }): Evidence {
  const scope = databaseScope(look.database);
  return {
    id: evidenceId(look.source, scope, look.reporter),
    source: look.source,
    vote: said.vote,
    scope,
    sinceMs,
    atMs,
    expiresAtMs: atMs + look.lifetimeMs,
    path: regionName(look.path),
    ...(said.failure === undefined ? {} : { failure: said.failure }),
    sentence: sentence(look, said),
  };
}

function judge(look: Look, sample: DatabaseSample, login: LoginAnswer | undefined): Said {
  if (sample.ok) return { vote: 'against', because: 'it answered a sample' };
  if (login === undefined) return { vote: 'none', because: 'a sample failed, and no fresh login was tried yet' };
  if (login.ok) return { vote: 'against', because: 'a sample failed, but it answered a fresh login at once' };
  const { kind, number } = login.failure;
  const failure = { kind, ...(number === undefined ? {} : { number }) };
  return { ...failureVote(failure, look.armStatus), failure };
}

/** The failure's own message is not repeated: it is written for the status page, and may name hosts and identities. */
function sentence(look: Look, said: Said): string {
  const who = look.source === 'ownProbe' ? 'Our own probe' : 'A witness';
  const code = said.failure === undefined ? '' : ` (${said.failure.number ?? said.failure.kind})`;
  return `${who} in ${regionName(look.path)} asked ${databaseKey(look.database)}: ${said.because}${code}.`;
}
