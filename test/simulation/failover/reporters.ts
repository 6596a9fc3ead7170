import { evidenceFromLogin } from '../../../shared/outage/evidenceFromLogin.ts';
import { evidenceId } from '../../../shared/outage/evidenceId.ts';
import { ALERT_AGAINST_LIFETIME_MS, ALERT_LIFETIME_MS } from '../../../shared/outage/lifetimes.ts';
import type { Evidence } from '../../../shared/outage/types.ts';
import { endOf } from './azureParts.ts';
import { login, REGION_OF, type Surroundings, type Tables } from './deployment.ts';
import { databasesOf } from './replicas.ts';
import { put } from './sampling.ts';
import type { AzureWord } from './storyPlan.ts';

const WITNESS_EVERY_MS = 20_000;
const WITNESS_LIFETIME_MS = 3 * WITNESS_EVERY_MS + 5_000;
const REDELIVERED_MS = 25_000;

export interface Listener {
  tables: Tables;
  /** Somebody may look: what was said is new. */
  wake: () => unknown;
}

/** The witness looks at every primary, and Event Grid carries what it saw: late, twice, in another order, or not at all. */
export function beginWitness(around: Surroundings, listeners: readonly Listener[], isNeeded: () => boolean): void {
  const { world, plan, azure } = around;
  if (plan.witness === 'none') return;
  const path = plan.witness === 'outside' ? REGION_OF.w : 'westeurope';
  const look = (): void => {
    const atMs = world.nowMs + plan.skewsMs[2];
    for (const database of databasesOf(plan)) {
      const end = endOf(azure.primaryOf(database));
      const look = {
        source: 'witnessProbe' as const,
        reporter: 'w',
        path,
        database: end,
        lifetimeMs: WITNESS_LIFETIME_MS,
      };
      const evidence = evidenceFromLogin(look, login(around, 'w', end, atMs));
      for (const listener of listeners) publish(around, listener, evidence);
    }
    if (isNeeded()) world.at(world.nowMs + WITNESS_EVERY_MS, look);
  };
  world.at(world.nowMs + world.upTo(10_000), look);
}

function publish(around: Surroundings, { tables, wake }: Listener, evidence: Evidence): void {
  const { world, plan } = around;
  const noise = world.stormy ? plan.noise : 0;
  const copies = world.chance(0.05 * noise) ? 0 : world.chance(0.05 * noise) ? 2 : 1;
  for (let copy = 0; copy < copies; copy += 1) {
    const lateMs = world.chance(0.05 * noise) ? world.upTo(60_000) : world.upTo(1_500);
    world.at(world.nowMs + lateMs, () => deliver(around, { tables, wake }, evidence));
  }
}

function deliver(around: Surroundings, { tables, wake }: Listener, evidence: Evidence): void {
  put(around, tables, evidence).then(
    ({ changed }) => changed && wake(),
    () => undefined,
  );
}

/** Azure's word comes by an action group, once; each deployment may miss it, and hears the end of it at last. */
export function beginWords(around: Surroundings, listeners: readonly Listener[]): void {
  const { world, plan } = around;
  for (const [index, word] of plan.words.entries()) {
    for (const listener of listeners) {
      const missed = world.chance(0.1 * plan.noise);
      world.at(word.fromMs, () => {
        if (missed) return;
        deliver(around, listener, wordOf(word, index, 'down', world.nowMs));
        if (world.chance(0.2)) deliver(around, listener, wordOf(word, index, 'down', world.nowMs));
      });
      for (const atMs of [word.fromMs + word.forMs, word.fromMs + word.forMs + REDELIVERED_MS])
        world.at(atMs, () => deliver(around, listener, wordOf(word, index, 'against', world.nowMs)));
    }
  }
}

function wordOf(word: AzureWord, index: number, vote: 'down' | 'against', nowMs: number): Evidence {
  const source = SOURCES[word.about];
  const scope: Evidence['scope'] =
    word.about === 'region'
      ? { kind: 'region', region: 'westeurope' }
      : { kind: 'database', server: 'we', database: 'orders', region: 'westeurope' };
  return {
    id: evidenceId(source, scope, `azure-${index}`),
    source,
    vote,
    scope,
    sinceMs: vote === 'down' ? word.fromMs - word.claimsEarlierMs : nowMs,
    atMs: nowMs,
    expiresAtMs: nowMs + (vote === 'down' ? ALERT_LIFETIME_MS : ALERT_AGAINST_LIFETIME_MS),
    path: 'azure',
    sentence: vote === 'down' ? 'Azure says that it is down.' : 'Azure says that it is well.',
  };
}

const SOURCES = { region: 'serviceHealth', database: 'resourceHealth', metric: 'platformMetric' } as const;
