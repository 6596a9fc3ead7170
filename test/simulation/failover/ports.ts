import { appendRecords } from '../../../shared/audit/appendRecords.ts';
import type { CallAnswer, OperationPorts, OperationStore } from '../../../shared/operations/ports.ts';
import type { Operation } from '../../../shared/operations/types.ts';
import type { ReactionPorts } from '../../../shared/reaction/ports.ts';
import { makeRevalidate } from '../../../shared/reaction/revalidate.ts';
import { makeTell } from '../../../shared/reaction/tell.ts';
import type { ReactionSettings } from '../../../shared/reaction/types.ts';
import { clockOf, type Deployment, type Surroundings } from './deployment.ts';
import { isWithin } from './isWithin.ts';
import { post } from './post.ts';
import { PROBE_LIFETIME_MS } from './sampling.ts';
import type { Process } from './world.ts';

export const CHANNELS = [{ name: 'mail' }];
const APPROVAL_VALID_MS = 60_000;
const READS = { noTime: true };

/** What the simulation does when the product has stored something. */
export interface Hooks {
  enqueued(pointers: ReadonlyArray<{ shard: string; id: string }>, delaySeconds: number): void;
  incidentSaved(id: string): void;
  operationSaved(operation: Operation): void;
  /** Breaks a port on purpose. */
  broken?: ((ports: ReactionPorts) => ReactionPorts) | undefined;
}

export interface Ports {
  reaction: ReactionPorts;
  settings: ReactionSettings;
  operation: (operationId: string) => OperationPorts;
}

/** The real ports' promises over the model: every call may take a moment, fail, lose its answer, or be the last thing the process did. */
export function portsOf(around: Surroundings, deployment: Deployment, process: Process, hooks: Hooks): Ports {
  const { world, azure, plan, groups } = around;
  const { tables, name, holder } = deployment;
  const now = clockOf(world, process);
  const read = <Result>(what: string, run: () => Result | Promise<Result>): Promise<Result> =>
    world.effect(process, what, run, READS);
  const write = <Result>(what: string, run: () => Result | Promise<Result>): Promise<Result> =>
    world.effect(process, what, run);
  const settings: ReactionSettings = {
    groups,
    channels: CHANNELS,
    approvalValidForMs: APPROVAL_VALID_MS,
    holder,
    probeLifetimeMs: PROBE_LIFETIME_MS,
  };
  const reader: ReactionPorts['reader'] = { ask: (end) => read('ask', () => azure.ask(name, end)) };
  const operations = watchedStore(around, deployment, process, hooks);
  const paused = (): ReturnType<ReactionPorts['paused']> =>
    read('paused', () => {
      const pause = world.stormy ? plan.pauses.find((each) => isWithin(each, world.nowMs)) : undefined;
      return pause === undefined ? null : { byWhom: 'ann', comment: 'wait', sinceMs: pause.fromMs };
    });
  const sound: ReactionPorts = {
    topology: () => read('topology', () => tables.topology),
    sight: () => read('sight', () => tables.sight),
    link: (linkKey) => read('link', () => tables.statuses.get(linkKey)),
    sampledBefore: (linkKey, atMs, sinceMs) =>
      read('history', () => tables.history.get(linkKey)?.findLast((line) => line.atMs <= atMs && line.atMs >= sinceMs)),
    evidence: { load: () => read('load evidence', () => tables.evidence.load()) },
    incidents: {
      load: (id) => read('load incident', () => tables.incidents.load(id)),
      open: () => read('open incidents', () => tables.incidents.open()),
      recent: (limit) => read('recent incidents', () => tables.incidents.recent(limit)),
      save: (incident, outbox) =>
        write('save incident', async () => {
          const version = await tables.incidents.save(incident, outbox);
          if (version !== undefined) hooks.incidentSaved(incident.value.id);
          return version;
        }),
    },
    operations,
    outbox: { add: (entries) => write('outbox add', () => tables.table.outbox.add(entries)) },
    queue: {
      enqueue: (pointers, delaySeconds = 0) => write('enqueue', () => hooks.enqueued(pointers, delaySeconds)),
    },
    reader,
    fence: { available: (who) => read('fence available', () => around.fence.available(who)) },
    paused,
    audit: {
      last: () => read('audit last', () => tables.audit.last()),
      append: (entry) => write('audit append', () => tables.audit.append(entry)),
      read: (from, limit) => tables.audit.read(from, limit),
    },
    newTokenId: () => `token-${tables.name}-${world.upTo(1e12)}`,
  };
  const reaction = hooks.broken?.(sound) ?? sound;
  const { fence } = around;
  const shared = {
    store: operations,
    fence: {
      acquire: (...args: Parameters<typeof fence.acquire>) => write('acquire', () => fence.acquire(...args)),
      note: (...args: Parameters<typeof fence.note>) => write('note', () => fence.note(...args)),
      renew: (...args: Parameters<typeof fence.renew>) => write('renew', () => fence.renew(...args)),
      release: (...args: Parameters<typeof fence.release>) => write('release', () => fence.release(...args)),
      available: (who: string) => read('fence available', () => fence.available(who)),
    },
    reader,
    paused,
    revalidate: makeRevalidate(reaction, settings, now),
    tell: makeTell(reaction, settings, now),
    audit: (records: Parameters<OperationPorts['audit']>[0]) => appendRecords(reaction.audit, records),
  };
  const operation = (operationId: string): OperationPorts => ({
    ...shared,
    calls: {
      findLink: (link) => read('findLink', () => azure.findLink(link)),
      poll: (url) => read('poll', () => azure.poll(url)),
      start: (link, _linkId, mode): Promise<CallAnswer> =>
        post(around, { deployment, process, operationId }, link, mode),
    },
  });
  return { reaction, settings, operation };
}

/** The operations' table, with somebody beside it who notes what begins and what is called verified. */
function watchedStore(
  { world, azure, story }: Surroundings,
  deployment: Deployment,
  process: Process,
  hooks: Hooks,
): OperationStore {
  const { operations } = deployment.tables;
  return {
    load: (id) => world.effect(process, 'load operation', () => operations.load(id), READS),
    open: () => world.effect(process, 'open operations', () => operations.open(), READS),
    recent: (limit) => world.effect(process, 'recent operations', () => operations.recent(limit), READS),
    save: (row) =>
      world.effect(process, effectOf(row.value), async () => {
        const saved = await operations.save(row);
        if (saved === undefined) {
          world.tell(process.name, 'finds that', row.value.id, 'was changed by another');
          return undefined;
        }
        const { value } = row;
        const entry = value.journal.at(-1);
        if (row.version === undefined)
          story.starts.push({ atMs: world.nowMs, deployment: deployment.name, operation: value });
        else if (isNew(value)) {
          world.tell(process.name, `${value.id.slice(0, 6)}:`, entry?.from, entry?.event, entry?.to, entry?.sentence);
          const link =
            entry?.to === 'verified' && entry.step !== null ? value.steps[entry.step]?.choice.candidate : null;
          if (link && !azure.wasPrimaryLately(link.secondary))
            story.falselyVerified.push(`${value.id} ${link.linkKey}`);
        }
        hooks.operationSaved(value);
        return saved;
      }),
  };
}

const EVENT_EFFECTS = new Map<string, string>();

function effectOf(operation: Operation): string {
  const event = isNew(operation) ? operation.journal.at(-1)?.event : undefined;
  if (event === undefined) return 'save operation';
  const known = EVENT_EFFECTS.get(event);
  if (known !== undefined) return known;
  EVENT_EFFECTS.set(event, `save ${event}`);
  return `save ${event}`;
}

/** Whether this save brings a new entry of the journal. */
function isNew({ journal, auditedThrough }: Operation): boolean {
  return journal.length > (auditedThrough ?? 0);
}
