/** The app's world with a recovery group, and with ports that look: what answers is set, what was published is kept. */
import assert from 'node:assert/strict';
import { sampleReplication } from '../../../shared/app/sampleReplication.ts';
import type { Configuration } from '../../../shared/config/types.ts';
import type { EvidenceChange } from '../../../shared/outage/ports.ts';
import type { Evidence } from '../../../shared/outage/types.ts';
import { databaseKey } from '../../../shared/topology/linkKey.ts';
import { AppWorld } from './world.ts';

const DEAD = { kind: 'unreachable', message: 'nobody at secret-host answered.' } as const;

const SHOP: Configuration['groups'][number] = {
  name: 'shop',
  databases: ['one/orders'],
  mode: 'notify',
  confirmForMs: 60_000,
  minKinds: 2,
  maxLossMs: 0,
  cooldownMs: 0,
  dailyBudget: 1,
  partial: 'allOrNothing',
};

export class LookingWorld extends AppWorld {
  /** `server/database` that refuses every login. */
  readonly refusing = new Set<string>();
  readonly probed: string[] = [];
  readonly published: EvidenceChange[] = [];
  publishFails: Error | undefined;
  publisherFails: Error | undefined;
  probeFails: Error | undefined;

  constructor(change: Partial<Configuration> = {}) {
    super();
    const { configuration } = this.context;
    assert.ok(configuration);
    this.context = {
      ...this.context,
      configuration: { ...configuration, groups: [SHOP], ...change },
      ports: {
        ...this.context.ports,
        probe: async () => ({
          probe: async (end) => {
            const key = databaseKey(end);
            this.probed.push(key);
            if (this.probeFails) throw this.probeFails;
            const atMs = this.nowMs;
            return this.refusing.has(key) ? { ok: false, atMs, failure: DEAD } : { ok: true, atMs };
          },
        }),
        reader: async () => ({
          ask: async (end) => {
            const reachable = !this.refusing.has(databaseKey(end));
            const known = reachable
              ? { replicaRole: 2, lastCommitMs: this.nowMs }
              : { replicaRole: null, lastCommitMs: null };
            return { atMs: this.nowMs, reachable, ...known, writable: null, sentence: 'It says so.' };
          },
        }),
        publisher: async () => {
          if (this.publisherFails) throw this.publisherFails;
          return {
            publish: async (change) => {
              if (this.publishFails) throw this.publishFails;
              this.published.push(change);
            },
          };
        },
      },
    };
  }

  /** The primary and every login to it fail. */
  dies(): void {
    this.failure = DEAD;
    this.refusing.add('one/orders');
  }

  returns(): void {
    this.failure = undefined;
    this.refusing.clear();
  }

  async sweep(times = 1): Promise<void> {
    for (let count = 0; count < times; count += 1) {
      await sampleReplication(this.context, this.log);
      this.nowMs += 1_000;
    }
  }

  async stored(): Promise<string[]> {
    return (await this.storage.evidence.load()).map(spoken).sort();
  }

  logged(event: number): string[] {
    return this.logLines.filter((line) => line.startsWith(`[${event}]`));
  }
}

export const spoken = ({ source, vote, scope }: Evidence): string =>
  `${source} ${vote} ${scope.kind === 'database' ? databaseKey(scope) : scope.region}`;
