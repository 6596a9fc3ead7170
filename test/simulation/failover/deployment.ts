import { appendRecords } from '../../../shared/audit/appendRecords.ts';
import type { OperationPorts, OperationStore, Revalidation } from '../../../shared/operations/ports.ts';
import type { Operation, OperationStep } from '../../../shared/operations/types.ts';
import type { DatabaseRef, ReplicationLink } from '../../../shared/topology/types.ts';
import type { MemoryAudit } from '../../ports/memoryAudit.ts';
import type { OutboxWorld, Process } from '../../ports/outboxWorld.ts';
import type { AzureModel } from './azureModel.ts';
import type { Premise } from './estate.ts';
import type { Send, Story } from './story.ts';
import type { WatchedFence } from './watchedFence.ts';

/** One deployment of the app: its region, its tables, and at most one living process. */
export interface Deployment {
  name: string;
  store: OperationStore;
  audit: MemoryAudit;
  operationId: string;
  /** Servers it cannot reach, and until when: the paths of the other deployment are its own. */
  blind: Array<{ server: string; fromMs: number; untilMs: number }>;
  process: Process;
}

export interface Surroundings {
  world: OutboxWorld;
  azure: AzureModel;
  fence: WatchedFence;
  premise: Premise;
  story: Story;
}

const CALL_TIMEOUT_MS = 30_000;
const LINGERS_MS = 25_000;

/** The real ports' promises over the model: every call takes a moment, may fail, lose its answer, or be the last thing the process did. */
export function portsOf(around: Surroundings, deployment: Deployment): OperationPorts {
  const { world, azure, fence, premise, story } = around;
  const { process, store } = deployment;
  const effect = <Result>(what: string, run: () => Result | Promise<Result>): Promise<Result> =>
    world.effect(process, what, durationOf(world), run);
  const cannotSee = (end: DatabaseRef): boolean => sees(world, deployment, end) === false;
  return {
    store: {
      load: (id) => effect('load', () => store.load(id)),
      open: () => effect('open', () => store.open()),
      recent: (limit) => effect('recent', () => store.recent(limit)),
      save: (row) => effect(`save ${row.value.journal.at(-1)?.event}`, async () => await save(around, deployment, row)),
    },
    fence: {
      acquire: (holder, leaseMs) => effect('acquire', () => fence.acquire(holder, leaseMs)),
      note: (holder, token, intent) => effect('note', () => fence.note(holder, token, intent)),
      renew: (holder, token, leaseMs) => effect('renew', () => fence.renew(holder, token, leaseMs)),
      release: (holder, token) => effect('release', () => fence.release(holder, token)),
    },
    calls: {
      findLink: (link) => effect('findLink', () => azure.findLink(link)),
      start: (link, _linkId, mode) => post(around, deployment, link, mode),
      poll: (url) => effect('poll', () => azure.poll(url)),
    },
    reader: {
      ask: (end) =>
        effect('ask', () =>
          cannotSee(end)
            ? {
                atMs: world.nowMs,
                reachable: false,
                replicaRole: null,
                lastCommitMs: null,
                writable: null,
                sentence: '',
              }
            : azure.ask(end),
        ),
    },
    revalidate: (_operation, step) => effect('judge', () => judgeAgain(around, deployment, step)),
    paused: () => effect('paused', () => pausedAt(premise, world.nowMs)),
    tell: (telling) =>
      effect('tell', () => {
        story.told.add(telling.id);
      }),
    audit: (records) => effect('audit', () => appendRecords(deployment.audit, records)),
  };
}

function sees(world: OutboxWorld, deployment: Deployment, end: DatabaseRef): boolean {
  const blind = deployment.blind.find((each) => each.server === end.server);
  return blind === undefined || world.nowMs < blind.fromMs || world.nowMs >= blind.untilMs;
}

/** The same rule for everybody: the first fit candidate, in the order of the links, that this deployment can see. */
export function choose(around: Surroundings, deployment: Deployment, database: string): ReplicationLink | undefined {
  const { world, premise, azure } = around;
  return premise.links
    .get(database)
    ?.find(
      (link) =>
        !premise.unfit.has(link.linkKey) && sees(world, deployment, link.secondary) && !azure.isPrimary(link.secondary),
    );
}

/** A stand-in for the failover room: small, and never kinder than it. */
function judgeAgain(around: Surroundings, deployment: Deployment, step: OperationStep): Revalidation {
  const { world, azure, premise } = around;
  const link = step.choice.candidate;
  if (link === null) return { kind: 'noLongerValid', sentence: 'no candidate' };
  const { outage } = premise;
  const isOver = outage.kind !== 'none' && (world.nowMs < outage.fromMs || world.nowMs >= outage.untilMs);
  if (isOver) return { kind: 'noLongerValid', sentence: 'the primary answers' };
  const others = premise.links.get(step.choice.database.database) ?? [];
  if (others.some((each) => each.linkKey !== link.linkKey && azure.isPrimary(each.secondary)))
    return { kind: 'noLongerValid', sentence: 'another one is primary' };
  const chosen = choose(around, deployment, step.choice.database.database);
  if (chosen === undefined) return { kind: 'wait', sentence: 'nobody answers' };
  return {
    kind: 'stillValid',
    linkKey: chosen.linkKey,
    mode: outage.kind === 'none' ? 'planned' : 'forced',
    allowanceMs: premise.allowanceMs,
    ...(outage.kind === 'down' && premise.writesStoppedKnown ? { writesStoppedMs: outage.fromMs } : {}),
    sentence: 'every gate is open',
  };
}

async function save(
  { azure, story }: Surroundings,
  deployment: Deployment,
  row: Parameters<OperationStore['save']>[0],
): Promise<string | undefined> {
  const saved = await deployment.store.save(row);
  const entry = row.value.journal.at(-1);
  if (saved === undefined || entry?.to !== 'verified' || entry.step === null) return saved;
  const link = row.value.steps[entry.step]?.choice.candidate;
  if (link && !azure.isPrimary(link.secondary)) story.falselyVerified.push(`${row.value.id} ${link.linkKey}`);
  return saved;
}

/** One POST: it may arrive late, twice, or after everybody has stopped waiting for it. */
async function post(
  around: Surroundings,
  deployment: Deployment,
  link: ReplicationLink,
  mode: 'planned' | 'forced',
): ReturnType<OperationPorts['calls']['start']> {
  const { world, azure } = around;
  const arrive = (): ReturnType<AzureModel['arrive']> => {
    world.tell(`${mode} call for ${link.linkKey} arrives`);
    return azure.arrive(link, mode);
  };
  await recordSend(around, deployment, link, mode);
  if (azure.troubled && world.chance(0.08)) {
    onTheWire(world, 'late POST', world.random() * (CALL_TIMEOUT_MS + LINGERS_MS), arrive);
    return await world.effect(deployment.process, 'POST times out', CALL_TIMEOUT_MS, () => ({
      kind: 'lost' as const,
      message: 'timed out',
    }));
  }
  if (azure.troubled && world.chance(0.05)) onTheWire(world, 'repeated POST', world.random() * LINGERS_MS, arrive);
  return await world.effect(deployment.process, 'POST', durationOf(world), arrive);
}

/** What is on the wire arrives, or is lost, whatever becomes of its sender. */
function onTheWire(world: OutboxWorld, what: string, takesMs: number, arrive: () => unknown): void {
  const wire: Process = { name: 'the wire', alive: true, skewMs: 0 };
  world.effect(wire, what, takesMs, arrive).catch(() => undefined);
}

async function recordSend(
  { world, fence, premise, story }: Surroundings,
  deployment: Deployment,
  link: ReplicationLink,
  mode: 'planned' | 'forced',
): Promise<void> {
  const operation: Operation | undefined = (await deployment.store.load(deployment.operationId))?.value;
  const step = operation?.steps.find((each) => each.choice.candidate?.linkKey === link.linkKey);
  // Another worker may have begun to read back already; the intent itself, and its deadline, must be on record.
  const written = step?.intent;
  const intent =
    written !== undefined && world.nowMs + deployment.process.skewMs <= written.deadlineMs ? written : undefined;
  const send: Send = {
    atMs: world.nowMs,
    operation,
    linkKey: link.linkKey,
    mode,
    fenceInForce: intent !== undefined && fence.inForce(intent.fenceToken),
    pausedSinceMs: premise.pauses.find((each) => world.nowMs >= each.fromMs && world.nowMs < each.untilMs)?.fromMs,
    // What our clock called the moment, in the world's time.
    intentAtMs: intent === undefined ? undefined : intent.atMs - deployment.process.skewMs,
    lossBoundMs: step?.lossBoundMs,
    allowanceMs: step?.revalidated?.allowanceMs,
    database: link.primary.database,
  };
  story.sends.push(send);
}

function pausedAt(premise: Premise, atMs: number): { byWhom: string; sinceMs: number } | null {
  const pause = premise.pauses.find((each) => atMs >= each.fromMs && atMs < each.untilMs);
  return pause === undefined ? null : { byWhom: 'ann', sinceMs: pause.fromMs };
}

function durationOf(world: OutboxWorld): number {
  return world.chance(0.02) ? world.random() * 4_000 : world.random() * 40;
}
