/** Logins to what is watched: the real question to each primary, and an ordinary client to each server. */
import type { Identity } from '../../shared/adapters/azure/identity/identity.ts';
import { createReplicationSampler } from '../../shared/adapters/azure/sql/replicationSampler.ts';
import type { Configuration } from '../../shared/config/types.ts';
import { mapBounded } from '../../shared/limits/mapBounded.ts';
import { type Primary, primariesOf } from '../../shared/replication/primaries.ts';
import type { DatabaseSample } from '../../shared/replication/types.ts';
import type { LinkEnd, Topology } from '../../shared/topology/types.ts';
import { notTried } from '../judge/checks.ts';
import { judgeRights, type Side, whyNotAsked } from '../judge/rights.ts';
import { judgeSample, type SqlContext } from '../judge/sample.ts';
import { choosePrimaries, chooseSecondaries, hostOf } from '../judge/targets.ts';
import type { Check } from '../types.ts';
import { askRights } from './ordinaryClient.ts';

const MOST_AT_ONCE = 8;

export interface SqlWork {
  topology: Topology;
  configuration: Configuration;
  identity: Identity;
  identityName: string;
  /** Primaries that are asked, and servers of geo-secondaries that are tried, at most. */
  most: number;
}

export async function checkSql(work: SqlWork): Promise<Check[]> {
  const { topology, configuration, most } = work;
  const context: SqlContext = { encryption: configuration.sampling.encryption, identityName: work.identityName };
  const primaries = primariesOf(topology.links);
  const chosen = choosePrimaries(primaries, most);
  const samples = await sampleAll(chosen, work);
  const asked = chosen.map((primary, index) => ({ primary, sample: samples[index] as DatabaseSample }));
  const left = primaries.length - chosen.length;
  return [
    ...asked.map(({ primary, sample }) => judgeSample(primary, sample, context)),
    ...(left > 0 ? [notAsked(left, primaries.length)] : []),
    ...(await rightsOf(asked, work, context)),
  ];
}

async function sampleAll(primaries: Primary[], work: SqlWork): Promise<DatabaseSample[]> {
  const { sampling } = work.configuration;
  const sampler = createReplicationSampler({
    sampling,
    getToken: work.identity.sqlToken,
    identityName: work.identityName,
    applicationName: 'Geowarden doctor',
  });
  try {
    return await mapBounded(primaries, Math.min(sampling.concurrency, MOST_AT_ONCE), ({ end }) => sampler.sample(end));
  } finally {
    await sampler.retain([]);
  }
}

function notAsked(left: number, all: number): Check {
  const name = 'sql, the others';
  return notTried(
    name,
    'a login to every watched primary',
    `${left} of ${all} were not asked`,
    `--most ${all} asks them all.`,
  );
}

/** One login per server: to a primary that answered, or to a geo-secondary where there is none. */
async function rightsOf(
  asked: Array<{ primary: Primary; sample: DatabaseSample }>,
  work: SqlWork,
  context: SqlContext,
): Promise<Check[]> {
  const perServer = [...Map.groupBy(asked, ({ primary }) => hostOf(primary.end)).values()];
  const primaryTargets = perServer.map((group) => {
    const worthIt = group.find(({ primary, sample }) => whyNotAsked(primary.end, sample) === undefined) ?? group[0];
    const skipped = worthIt && whyNotAsked(worthIt.primary.end, worthIt.sample);
    return { end: worthIt?.primary.end, side: 'primary' as const, skipped };
  });
  const secondaryTargets = chooseSecondaries(work.topology.links, work.most).map((end) => ({
    end,
    side: 'secondary' as const,
    skipped: undefined,
  }));
  const targets: Array<{ end: LinkEnd | undefined; side: Side; skipped: Check | undefined }> = [
    ...primaryTargets,
    ...secondaryTargets,
  ];
  const checks = await mapBounded(targets, MOST_AT_ONCE, async ({ end, side, skipped }) => {
    if (skipped !== undefined || end === undefined) return skipped;
    const token = await work.identity.sqlToken();
    const answer = await askRights(end, token, context, work.configuration.sampling.timeoutMs);
    return judgeRights(end, side, answer, context);
  });
  return checks.filter((check) => check !== undefined);
}
