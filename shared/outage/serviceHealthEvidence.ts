import { regionName } from '../topology/regionName.ts';
import { type AlertSaid, type AlertSurroundings, alertEvidence, type Envelope } from './alertEnvelope.ts';
import type { Part } from './alertFields.ts';
import type { EvidenceVote } from './types.ts';

/** Stages and states in which an incident goes on. Open strings: anything else votes for nothing. */
const GOES_ON = new Set(['active', 'updated', 'inprogress']);
const OVER = new Set(['resolved', 'complete', 'completed', 'canceled', 'cancelled']);

/**
 * Service Health: Azure's word on a service in whole regions. Only incidents of SQL Database vote; an end takes the word back, and is no
 * sign of life of any database. The affected services are a JSON text inside the JSON, and regions have their display names.
 * Source: common alert schema, ServiceHealth alertContext (learn.microsoft.com, 02/16/2023); its values are read as open strings.
 * @throws MalformedAlert
 */
export function serviceHealthEvidence(
  { context, essentials, ended }: Envelope,
  { nowMs }: AlertSurroundings,
): AlertSaid {
  const properties = context.object('properties');
  const type = properties.text('incidentType');
  if (plain(type) !== 'incident')
    return { evidence: [], ignored: [`Service Health tells of ${type}, not of an incident.`] };
  const tracking = properties.text('trackingId');
  const { regions, others } = affectedRegions(properties);
  const ignored = others.map((service) => `The incident is about ${service}, not about SQL Database.`);
  const fired = essentials.optionalMoment('firedDateTime') ?? nowMs;
  const atMs = context.optionalMoment('submissionTimestamp') ?? context.optionalMoment('eventTimestamp') ?? fired;
  const { vote, said } = state(ended, properties.optionalText('stage'), context.optionalText('status'));
  const beganMs = vote === 'down' ? (properties.optionalMoment('impactStartTime') ?? atMs) : atMs;
  const evidence = regions.map((region) =>
    alertEvidence(
      {
        source: 'serviceHealth',
        scope: { kind: 'region', region },
        reporter: tracking,
        vote,
        sinceMs: beganMs,
        atMs,
        sentence: `Service Health on SQL Database in ${region}: ${said} (${tracking.slice(0, 40)}).`,
      },
      nowMs,
    ),
  );
  if (evidence.length === 0 && ignored.length === 0) ignored.push('The incident names no region.');
  return { evidence, ignored };
}

function affectedRegions(properties: Part): { regions: string[]; others: string[] } {
  const regions = new Set<string>();
  const others: string[] = [];
  for (const service of properties.objectsInText('impactedServices')) {
    const name = service.text('ServiceName');
    if (!isSqlDatabase(name)) {
      others.push(name.slice(0, 60));
      continue;
    }
    for (const region of service.objects('ImpactedRegions')) regions.add(regionName(region.text('RegionName')));
  }
  // `Global` names no region that could be left.
  regions.delete('global');
  regions.delete('');
  return { regions: [...regions].sort(), others };
}

/** `SQL Database`, `Azure SQL Database`, `SQL Databases`; not `SQL Managed Instance` and not another database service. */
function isSqlDatabase(name: string): boolean {
  return /^(microsoft)?(azure)?sqldatabases?$/.test(plain(name));
}

/** An end counts wherever it is said: stage and status do not always change together. */
function state(
  ended: boolean,
  stage: string | undefined,
  status: string | undefined,
): { vote: EvidenceVote; said: string } {
  const words = [stage, status].filter((word) => word !== undefined).map(plain);
  if (ended || words.some((word) => OVER.has(word))) return { vote: 'none', said: 'the incident is over' };
  if (words.length > 0 && words.every((word) => GOES_ON.has(word)))
    return { vote: 'down', said: 'an incident is active' };
  return { vote: 'none', said: `an incident in a state that is not known to us, ${words.join(', ') || 'none given'}` };
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .slice(0, 60);
}
