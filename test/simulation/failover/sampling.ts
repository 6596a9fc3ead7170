import { carrySight } from '../../../shared/outage/isolation.ts';
import { probeLifetimeMs } from '../../../shared/outage/lifetimes.ts';
import type { Evidence } from '../../../shared/outage/types.ts';
import { beginObservation } from '../../../shared/reaction/observe.ts';
import { linkState } from '../../../shared/replication/linkState.ts';
import { nextStatus } from '../../../shared/replication/linkStatus.ts';
import { observeLinks } from '../../../shared/replication/observeLinks.ts';
import { primariesOf } from '../../../shared/replication/primaries.ts';
import type { DatabaseSample } from '../../../shared/replication/types.ts';
import { clockOf, type Deployment, login, type Surroundings, type Tables } from './deployment.ts';
import { topologyOf } from './discovery.ts';
import type { Process } from './world.ts';

export const SWEEP_EVERY_MS = 20_000;
const TIMEOUT_MS = 5_000;
export const PROBE_LIFETIME_MS = probeLifetimeMs(SWEEP_EVERY_MS, TIMEOUT_MS);
const HISTORY_LINES = 30;

/** One sweep of a deployment: samples of every primary, what they say of its links, and what they say of an outage. */
export async function sweep(around: Surroundings, deployment: Deployment, process: Process): Promise<void> {
  const { world, azure, story, groups, plan } = around;
  const { tables, name } = deployment;
  if (tables.topologyVersion !== azure.roleVersion && (!world.stormy || !world.chance(0.2 * plan.noise)))
    discover(around, tables);
  const now = clockOf(world, process);
  const primaries = primariesOf(tables.topology.links);
  const samples = primaries.map((primary) => azure.sample(name, primary.end, now()));
  for (const [index, primary] of primaries.entries()) observe(tables, primary, samples[index]);
  const reading = { noTime: true };
  const [evidence, open] = await Promise.all([tables.evidence.load(), tables.incidents.open()]);
  if (open.length === 0 && samples.every(({ ok }) => ok) && !evidence.some(({ vote }) => vote === 'down')) {
    // The healthy steady state: nothing is written but that we see.
    const regions = primaries.map(({ end }) => ({ region: end.region, tried: 1, reached: 1, ownTrouble: 0 }));
    tables.sight = carrySight(tables.sight, { complete: true, atMs: now(), regions });
    story.looks.push({ atMs: world.nowMs, deployments: tables.name, reached: regions.length });
    return;
  }
  const observation = beginObservation({
    topology: tables.topology,
    groups,
    incidents: open.map(({ value }) => value),
    evidence,
    previousSight: tables.sight,
    ports: {
      evidence: { put: (one) => world.effect(process, 'put evidence', () => put(around, tables, one)) },
      probe: { probe: (end) => world.effect(process, 'probe', () => login(around, name, end, now()), reading) },
      reader: { ask: (end) => world.effect(process, 'ask', () => azure.ask(name, end), reading) },
    },
    sampling: { everyMs: SWEEP_EVERY_MS, timeoutMs: TIMEOUT_MS, concurrency: 8 },
    path: deployment.region,
    reporter: tables.name,
    now,
    onTrouble: ({ what, message }) => world.tell(process.name, 'has trouble:', what, message),
  });
  for (const [index, primary] of primaries.entries()) {
    const sample = samples[index];
    if (sample !== undefined) await observation.afterSample(primary.end, sample);
  }
  tables.sight = await observation.finish(0);
  const reached = tables.sight.regions.reduce((sum, each) => sum + each.reached, 0);
  story.looks.push({ atMs: world.nowMs, deployments: tables.name, reached });
}

/** Somebody said something: it is in the table from now on. */
export async function put({ world, story }: Surroundings, tables: Tables, evidence: Evidence) {
  story.statements.push({ atMs: world.nowMs, deployments: tables.name, evidence });
  const merged = await tables.evidence.put(evidence);
  if (merged.changed) world.tell(tables.name, 'hears:', evidence.source, evidence.vote, evidence.sentence);
  return merged;
}

function discover({ azure }: Pick<Surroundings, 'azure'>, tables: Tables): void {
  tables.topology = topologyOf(azure);
  tables.topologyVersion = azure.roleVersion;
}

function observe(
  tables: Tables,
  primary: ReturnType<typeof primariesOf>[number],
  sample: DatabaseSample | undefined,
): void {
  if (sample === undefined) return;
  for (const { link, observation, atMs } of observeLinks(primary, sample).links) {
    const state = linkState(observation);
    const row = observation.seen === 'row' ? observation.row : undefined;
    const { lastReplicationMs = null, lastCommitMs = null } = row ?? {};
    const seen = { state, lastReplicationMs, lastCommitMs };
    tables.statuses.set(link.linkKey, nextStatus(tables.statuses.get(link.linkKey), seen, atMs));
    const lagSeconds = state.name === 'caughtUp' ? state.lagSeconds : null;
    const lines = tables.history.get(link.linkKey) ?? [];
    lines.push({ atMs, linkKey: link.linkKey, state: state.name, lagSeconds });
    if (lines.length > HISTORY_LINES) lines.shift();
    tables.history.set(link.linkKey, lines);
  }
}
