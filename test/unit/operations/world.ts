import type { CandidateAnswer } from '../../../shared/failover/types.ts';
import { type Advance, advanceOperation } from '../../../shared/operations/advance.ts';
import type { CallAnswer, OperationPorts, PollAnswer, Revalidation } from '../../../shared/operations/ports.ts';
import { DEFAULT_OPERATION_RULES } from '../../../shared/operations/rules.ts';
import type { Operation } from '../../../shared/operations/types.ts';
import { linkKey } from '../../../shared/topology/linkKey.ts';
import type { LinkEnd, ReplicationLink } from '../../../shared/topology/types.ts';
import { createMemoryFence } from '../../ports/memoryFence.ts';
import { createMemoryOperations } from '../../ports/memoryOperations.ts';

type Answer = CandidateAnswer & { writable: boolean | null };

/** Everything around one operation, each answer in the hand of the test. */
export class OperationWorld {
  nowMs = 1_000_000;
  store = createMemoryOperations();
  fence = createMemoryFence(() => this.nowMs);
  calls: string[] = [];
  told: string[] = [];
  audited: string[] = [];
  paused: { byWhom: string; sinceMs: number } | null = null;
  callAnswer: () => CallAnswer = () => ({ kind: 'accepted', pollUrl: 'poll', retryAfterMs: 5_000 });
  pollAnswer: () => PollAnswer = () => ({ kind: 'succeeded' });
  roles = new Map<string, 'primary' | 'secondary' | 'silent'>();
  inProgress: boolean | null = false;
  lastCommitMs: number | null = this.nowMs - 3_000;
  verdict: (operation: Operation, database: string) => Revalidation = (_operation, database) => ({
    kind: 'stillValid',
    linkKey: linkOf(database).linkKey,
    mode: 'forced',
    allowanceMs: 60_000,
    sentence: 'every gate is open',
  });

  ports(): OperationPorts {
    return {
      store: this.store,
      fence: this.fence,
      calls: {
        findLink: async (link) => ({
          linkId: 'id',
          role: this.roles.get(nameOf(link.secondary)) === 'primary' ? 'Primary' : 'Secondary',
          state: 'CATCH_UP',
          operationInProgress: this.inProgress,
        }),
        start: async (link, _id, mode) => {
          this.calls.push(`${mode} ${nameOf(link.secondary)}`);
          return this.callAnswer();
        },
        poll: async () => this.pollAnswer(),
      },
      reader: { ask: async (end) => this.answer(nameOf(end)) },
      revalidate: async (operation, step) => this.verdict(operation, step.choice.database.database),
      paused: async () => this.paused,
      tell: async ({ id }) => void this.told.push(id),
      audit: async (records) => void this.audited.push(...records.map((record) => record.id)),
    };
  }

  async advance(change: Partial<OperationPorts> = {}, holder = 'a', operationId = 'op'): Promise<Advance> {
    const ports = { ...this.ports(), ...change };
    return await advanceOperation({
      operationId,
      ports,
      now: () => this.nowMs,
      holder,
      rules: DEFAULT_OPERATION_RULES,
    });
  }

  async operation(id = 'op'): Promise<Operation> {
    const row = await this.store.load(id);
    if (row === undefined) throw new Error('no operation');
    return row.value;
  }

  /** The events of one step, in order. */
  async events(step = 0): Promise<string[]> {
    return (await this.operation()).journal.filter((entry) => entry.step === step).map((entry) => entry.event);
  }

  async states(): Promise<string> {
    const { state, steps } = await this.operation();
    return `${state}: ${steps.map((step) => step.state).join(' ')}`;
  }

  async begin(
    databases = ['orders'],
    partial: Operation['partial'] = 'allOrNothing',
    { id = 'op', group = 'shop' } = {},
  ): Promise<void> {
    const loss = { hardenedThroughMs: null, boundMs: null, from: 'nothing' as const, sentence: '' };
    const steps = databases.map((database) => ({
      choice: { database: { server: 'we', database }, candidate: linkOf(database), loss, refused: [], sentence: '' },
      state: 'waiting' as const,
      sinceMs: this.nowMs,
      attempts: 0,
    }));
    const plan = {
      fingerprint: 'f',
      group,
      madeAtMs: 0,
      mode: 'forced' as const,
      choices: [],
      lossBoundMs: null,
    };
    const base = { id, incidentId: `incident of ${group}`, group, plan, journal: [] };
    const authority = { kind: 'policy' as const, group };
    const value: Operation = { ...base, authority, partial, state: 'fencing', sinceMs: this.nowMs, steps };
    await this.store.save({ value });
  }

  answer(name: string): Answer {
    const role = this.roles.get(name) ?? 'secondary';
    const lastCommitMs = this.lastCommitMs;
    const base = { atMs: this.nowMs, reachable: role !== 'silent', sentence: role, lastCommitMs };
    if (role === 'silent') return { ...base, replicaRole: null, lastCommitMs: null, writable: null };
    return { ...base, replicaRole: role === 'primary' ? 0 : 2, writable: role === 'primary' };
  }
}

/** With one operation that has just begun. */
export async function begun(databases?: string[], partial?: 'allOrNothing' | 'moveWhatCan'): Promise<OperationWorld> {
  const world = new OperationWorld();
  await world.begin(databases, partial);
  return world;
}

export function linkOf(database: string): ReplicationLink {
  const [primary, secondary] = [endOf('we', database), endOf('ne', database)];
  return {
    linkKey: linkKey(primary, secondary),
    type: 'GEO',
    primary,
    secondary,
    armState: 'CATCH_UP',
    percentComplete: 100,
  };
}

function endOf(server: string, database: string): LinkEnd {
  return { server, database, region: server, fullyQualifiedDomainName: `${server}.database.windows.net` };
}

function nameOf({ server, database }: { server: string; database: string }): string {
  return `${server}/${database}`;
}

/** A person's word. */
export const ann = (what: 'retry' | 'giveUp' | 'abort', allowsLossMs?: number) => ({
  what,
  by: 'ann',
  comment: 'seen',
  atMs: 2_000_000,
  ...(allowsLossMs === undefined ? {} : { allowsLossMs }),
});
