import { type AlertSaid, type AlertSurroundings, alertEvidence, type Envelope, targetScopes } from './alertEnvelope.ts';
import type { Part } from './alertFields.ts';
import type { EvidenceVote } from './types.ts';

/**
 * Which way a metric has to break its threshold to speak for an outage, and what the end of the alert says. `availability` is 100 or 0 for
 * a minute with logins; `connection_failed` counts failures by system errors, so its end may only mean that nobody tries any more.
 * Source: Azure Monitor, Microsoft.Sql/servers/databases.
 */
const METRICS: ReadonlyMap<string, { breaks: 'below' | 'above'; whenOver: EvidenceVote }> = new Map([
  ['availability', { breaks: 'below', whenOver: 'against' }],
  ['connection_failed', { breaks: 'above', whenOver: 'none' }],
]);

/**
 * A metric alert on `availability` or `connection_failed` of databases or their server; other metrics say nothing about an outage.
 * @throws MalformedAlert
 */
export function metricEvidence(envelope: Envelope, surroundings: AlertSurroundings): AlertSaid {
  const { context, essentials, ended } = envelope;
  const { nowMs } = surroundings;
  const found = context.object('condition').objects('allOf').map(readCriterion);
  const metric = found.find((one) => one !== undefined);
  if (metric === undefined) {
    return {
      evidence: [],
      ignored: ['Its metric says nothing about an outage: availability below, connection_failed above.'],
    };
  }
  const firedMs = essentials.optionalMoment('firedDateTime') ?? nowMs;
  const resolvedMs = ended ? (essentials.optionalMoment('resolvedDateTime') ?? firedMs) : undefined;
  const atMs = resolvedMs ?? firedMs;
  const vote = ended ? metric.whenOver : 'down';
  const { scopes, ignored } = targetScopes(envelope.targets, surroundings);
  const evidence = scopes.map((scope) =>
    alertEvidence(
      {
        source: 'platformMetric',
        scope,
        reporter: metric.name,
        vote,
        sinceMs: atMs,
        atMs,
        sentence: `The metric ${metric.name} of ${scope.server}/${scope.database}: ${ended ? 'back within' : 'beyond'} its threshold.`,
      },
      nowMs,
    ),
  );
  return { evidence, ignored };
}

function readCriterion(criterion: Part): { name: string; whenOver: EvidenceVote } | undefined {
  const name = criterion.text('metricName').toLowerCase();
  const namespace = criterion.optionalText('metricNamespace')?.toLowerCase();
  const known = METRICS.get(name);
  if (known === undefined || !(namespace ?? 'microsoft.sql/servers/databases').startsWith('microsoft.sql/servers'))
    return undefined;
  const operator = criterion.optionalText('operator')?.toLowerCase() ?? '';
  const breaks = operator.startsWith('less') ? 'below' : operator.startsWith('greater') ? 'above' : undefined;
  return breaks === known.breaks ? { name, whenOver: known.whenOver } : undefined;
}
