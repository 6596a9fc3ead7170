import { type AlertSaid, type AlertSurroundings, alertEvidence, type Envelope, targetScopes } from './alertEnvelope.ts';
import type { EvidenceVote } from './types.ts';

/**
 * Resource Health: Azure's word on single resources. Only an unavailability that the platform began votes down; `Available` ends it and is a
 * sign of life. Resource Health sees failed logins only where there is traffic, and comes minutes late (learn.microsoft.com,
 * resource-health-to-troubleshoot-connectivity): it is never enough alone.
 * @throws MalformedAlert
 */
export function resourceHealthEvidence(envelope: Envelope, surroundings: AlertSurroundings): AlertSaid {
  const { context, essentials, targets } = envelope;
  const { nowMs } = surroundings;
  const properties = context.object('properties');
  const status = properties.text('currentHealthStatus');
  const { vote, said } = judge(status, properties.optionalText('cause'), envelope.ended);
  const atMs =
    context.optionalMoment('eventTimestamp') ??
    context.optionalMoment('submissionTimestamp') ??
    essentials.optionalMoment('firedDateTime') ??
    nowMs;
  const { scopes, ignored } = targetScopes(targets, surroundings);
  const evidence = scopes.map((scope) =>
    alertEvidence(
      {
        source: 'resourceHealth',
        scope,
        reporter: 'resourceHealth',
        vote,
        sinceMs: atMs,
        atMs,
        sentence: `Resource Health on ${scope.server}/${scope.database}: ${said}.`,
      },
      nowMs,
    ),
  );
  return { evidence, ignored };
}

function judge(status: string, cause: string | undefined, ended: boolean): { vote: EvidenceVote; said: string } {
  const is = (word: string) => status.toLowerCase() === word;
  if (is('available')) return { vote: 'against', said: 'available' };
  if (!is('unavailable')) return { vote: 'none', said: `${status.slice(0, 40)}, which is no outage` };
  if (ended) return { vote: 'none', said: 'its unavailability is resolved' };
  if (cause?.toLowerCase() === 'platforminitiated')
    return { vote: 'down', said: 'unavailable, and the platform is the cause' };
  return {
    vote: 'none',
    said: `unavailable, but the platform is not named as the cause (${cause?.slice(0, 40) ?? 'none given'})`,
  };
}
