import { type LoginAnswer, type Look, lookEvidence } from './evidenceFromSample.ts';
import { failureVote } from './failureVote.ts';
import type { Evidence } from './types.ts';

/** What a fresh login says of an outage, where no sample is taken: of a witness, and of an old primary whose return is watched. */
export function evidenceFromLogin(look: Look, login: LoginAnswer): Evidence {
  const moments = { sinceMs: login.atMs, atMs: login.atMs };
  if (login.ok) return lookEvidence(look, { vote: 'against', because: 'it answered a fresh login' }, moments);
  const { kind, number } = login.failure;
  const failure = { kind, ...(number === undefined ? {} : { number }) };
  return lookEvidence(look, { ...failureVote(failure, look.armStatus), failure }, moments);
}
