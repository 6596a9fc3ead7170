import { sayDuration } from '../alerting/spokenTime.ts';
import { regionName } from '../topology/regionName.ts';
import type { DatabaseRef } from '../topology/types.ts';
import { agreementOf } from './agreement.ts';
import { databaseScope } from './databaseScope.ts';
import { type Heard, hear, isAbout, type JudgeInput } from './hear.ts';
import { judgeSight, type SightAnswer } from './isolation.ts';
import { judgeRegionHeard } from './regionAgreement.ts';
import type { Evidence, Verdict } from './types.ts';
import { missingKinds, sayScope, sayVoices, whyOnlySuspect } from './verdictWords.ts';

/**
 * What the evidence says of one primary, now (rules 2 and 3). Pure, and the same whatever the order of the evidence.
 * `down` exactly when `confirmed`: at least two independent kinds (more where the rules ask) have agreed for confirmFor without a break,
 * nobody says that it is alive, and our own isolation is ruled out. `suspect` is everything less that speaks for an outage.
 */
export function judgeDatabase(database: DatabaseRef & { region: string }, input: JudgeInput): Verdict {
  const { rules, nowMs } = input;
  const scope = databaseScope(database);
  const heard = hear(
    input.evidence.filter((evidence) => isAbout(evidence.scope, scope)),
    input,
  );
  const sight = judgeSight(input.sight, rules, nowMs);
  if (sight.is !== 'seeing') return blind(scope, heard, sight);
  const silence = silenceOf(scope, heard, nowMs);
  if (silence !== undefined) return silence;
  const alive = heard.evidenceAgainst.length > 0;
  const agreement = agreementOf(heard.voices, heard.aliveMs, rules, nowMs);
  const agreedSinceMs = alive ? null : agreement.sinceMs;
  const confirmed = agreedSinceMs !== null && agreement.sustained;
  const missing = missingKinds(heard, rules, nowMs);
  const spoken = `according to ${sayVoices(heard.evidenceFor, nowMs)}`;
  return {
    ...base(scope, heard),
    name: confirmed ? 'down' : 'suspect',
    agreedSinceMs,
    missing,
    confirmed,
    sentence: confirmed
      ? `${sayScope(scope)} is down ${spoken}; they have agreed for ${sayDuration(nowMs - agreedSinceMs)}.`
      : `${sayScope(scope)} may be down ${spoken}. ${whyOnlySuspect(heard, agreedSinceMs, missing, rules, nowMs)}`,
  };
}

/**
 * What the evidence says of a whole region. `regionDown` exactly when `confirmed`: either two or more of its databases are each down by
 * themselves, or Service Health names the region and at least one of its databases is down with somebody's own look at it. A region in
 * which any database is known to live is not down: what fails in it is judged database by database.
 */
export function judgeRegion(region: string, input: JudgeInput): Verdict {
  const { rules, nowMs } = input;
  const scope: Evidence['scope'] = { kind: 'region', region: regionName(region) };
  const about = input.evidence.filter((evidence) => isAbout(evidence.scope, scope));
  const heard = hear(about, input);
  const sight = judgeSight(input.sight, rules, nowMs);
  if (sight.is !== 'seeing') return blind(scope, heard, sight);
  const silence = silenceOf(scope, heard, nowMs);
  if (silence !== undefined) return silence;
  const alive = heard.evidenceAgainst.length > 0;
  const found = judgeRegionHeard(about, input);
  const agreedSinceMs = alive ? null : found.sinceMs;
  const confirmed = agreedSinceMs !== null && found.sustained;
  const missing = missingKinds(heard, rules, nowMs);
  if (agreedSinceMs === null && missing.length === 0 && !alive) missing.push(found.missing);
  const spoken = `according to ${sayVoices(heard.evidenceFor, nowMs)}`;
  return {
    ...base(scope, heard),
    name: confirmed ? 'regionDown' : 'suspect',
    agreedSinceMs,
    missing,
    confirmed,
    sentence: confirmed
      ? `The region ${scope.region} is down: ${found.sentence}, ${spoken}.`
      : `The region ${scope.region} may be down ${spoken}. ${whyOnlySuspect(heard, agreedSinceMs, missing, rules, nowMs)}`,
  };
}

function base(
  scope: Evidence['scope'],
  heard: Heard,
): Pick<Verdict, 'scope' | 'onsetMs' | 'evidenceFor' | 'evidenceAgainst'> {
  const { onsetMs, evidenceFor, evidenceAgainst } = heard;
  return { scope, onsetMs, evidenceFor, evidenceAgainst };
}

/** Isolated or undecided: evidence is shown, and nothing is concluded from it. */
function blind(scope: Evidence['scope'], heard: Heard, sight: Exclude<SightAnswer, { is: 'seeing' }>): Verdict {
  const missing = ['a full and recent round of our own that reaches somebody'];
  return {
    ...base(scope, heard),
    name: sight.is,
    agreedSinceMs: null,
    missing,
    confirmed: false,
    sentence: sight.sentence,
  };
}

/** Nothing speaks for an outage: healthy where somebody saw it alive, unknown where nobody said anything (rule 14). */
function silenceOf(scope: Evidence['scope'], heard: Heard, nowMs: number): Verdict | undefined {
  if (heard.evidenceFor.length > 0) return undefined;
  const quiet = { ...base(scope, heard), agreedSinceMs: null, missing: [], confirmed: false };
  if (heard.evidenceAgainst.length === 0) {
    return {
      ...quiet,
      name: 'undecided',
      sentence: `Undecided: nobody says anything of ${sayScope(scope)} that counts.`,
    };
  }
  const who = sayVoices(heard.evidenceAgainst, nowMs);
  return { ...quiet, name: 'healthy', sentence: `Nothing speaks for an outage of ${sayScope(scope)}; alive: ${who}.` };
}
