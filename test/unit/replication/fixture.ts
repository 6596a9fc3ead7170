import { DISPATCH } from '../../../shared/alerting/dispatch/dispatchChannel.ts';
import { closeSubject } from '../../../shared/alerting/evaluate.ts';
import { evaluateDatabase } from '../../../shared/alerting/evaluateDatabase.ts';
import { evaluateLink } from '../../../shared/alerting/evaluateLink.ts';
import { evaluateServer } from '../../../shared/alerting/evaluateServer.ts';
import type { AlertRule, ConditionName, OutboxEntry } from '../../../shared/alerting/types.ts';
import type { Configuration } from '../../../shared/config/types.ts';
import type { ReplicationSampler } from '../../../shared/replication/ports.ts';
import { runSweep, type SweepInput } from '../../../shared/replication/sweep.ts';
import type { DatabaseSample, LinkRow } from '../../../shared/replication/types.ts';
import { databaseKey } from '../../../shared/topology/linkKey.ts';
import type { LinkEnd, Topology } from '../../../shared/topology/types.ts';
import { everyRule } from '../../kit/everyRule.ts';
import { createMemoryHistory } from '../../ports/memoryHistory.ts';
import { createMemoryQueue } from '../../ports/memoryQueue.ts';
import { MemoryTable } from '../../ports/memorySubjects.ts';

const rule = (more: Partial<AlertRule> = {}): AlertRule => ({
  enabled: true,
  severity: 'error',
  pendingMs: 0,
  resolveMs: 0,
  ...more,
});

export const RULES: Record<ConditionName, AlertRule> = everyRule(rule({ enabled: false }), {
  LagHigh: rule({ threshold: 5 }),
  LagUnknown: rule({ pendingMs: 30_000 }),
  LinkSuspended: rule(),
  Unprotected: rule(),
});

export const ALERTING = { evaluateLink, evaluateDatabase, evaluateServer, closeSubject };

type Answer = DatabaseSample | (() => Promise<DatabaseSample>);

/** A sweep over memory, with a clock to turn and answers to set per `server/database`. */
export class Bench {
  nowMs = 1_000_000;
  readonly table = new MemoryTable();
  readonly history = createMemoryHistory();
  readonly queue = createMemoryQueue();
  readonly asked: string[] = [];
  readonly retained: LinkEnd[][] = [];
  readonly answers = new Map<string, Answer>();
  sampling: Configuration['sampling'] = {
    everyMs: 60_000,
    timeoutMs: 10_000,
    concurrency: 8,
    shardAbove: 100,
    encryption: 'strict',
  };

  readonly sampler: ReplicationSampler = {
    sample: async (end) => {
      const key = databaseKey(end);
      this.asked.push(key);
      const answer = this.answers.get(key);
      if (answer === undefined) return this.fails();
      return typeof answer === 'function' ? answer() : { ...answer, atMs: this.nowMs };
    },
    retain: async (ends) => {
      this.retained.push(ends);
    },
  };

  says(key: string, ...rows: LinkRow[]): void {
    this.answers.set(key, { ok: true, atMs: this.nowMs, roundTripMs: 5, rows });
  }

  fails(): DatabaseSample {
    return { ok: false, atMs: this.nowMs, failure: { kind: 'unreachable', message: 'Nobody answered.' } };
  }

  input(topology: Topology, more: Partial<SweepInput['ports']> = {}): SweepInput {
    return {
      topology,
      configuration: { sampling: this.sampling, alerts: RULES },
      ports: {
        sampler: this.sampler,
        subjects: this.table.subjects,
        history: this.history,
        queue: this.queue,
        ...more,
      },
      alerting: ALERTING,
      now: () => this.nowMs,
    };
  }

  sweep(topology: Topology, more: Partial<SweepInput['ports']> = {}) {
    return runSweep(this.input(topology, more));
  }

  /** Everything that the dispatcher is to be told. */
  events(): Promise<OutboxEntry[]> {
    return this.table.outbox.due(Number.MAX_SAFE_INTEGER, 1_000, DISPATCH);
  }

  async outbox() {
    return (await this.events()).map(({ notice }) => `${notice.condition} ${notice.reason}`);
  }
}

export const settled = async () => {
  for (let turn = 0; turn < 30; turn += 1) await new Promise(setImmediate);
};
