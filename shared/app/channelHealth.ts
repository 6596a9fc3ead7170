/** Which channels fail: kept in the app's state, written only when it changes. */
import type { ChannelFacts } from '../alerting/conditions/definition.ts';
import type { ChannelHealth } from '../alerting/deliveryPorts.ts';
import type { OutboxEntry } from '../alerting/types.ts';
import type { Configuration } from '../config/types.ts';
import type { Storage } from './ports.ts';

const STATE = 'channels';
/** Deliveries end side by side; the next one tries again. */
const RACES = 5;
const LONGEST_ERROR = 500;

type Failing = NonNullable<ChannelFacts['failing']>;
/** By the channel's name. */
type FailingChannels = ReadonlyMap<string, Failing>;
type WithState = { state: Pick<Storage['state'], 'read' | 'load' | 'replace'> };

/** What cannot be read was never kept. @throws what storage throws */
export async function readFailing({ state }: WithState): Promise<FailingChannels> {
  return parsed(await state.read(STATE));
}

/** Told of the ends of this process's deliveries; `changed` says whether any of them changed what is known of a channel. */
export class KeptChannelHealth implements ChannelHealth {
  readonly #storage: WithState;
  readonly #names: ReadonlySet<string>;
  changed = false;

  constructor(storage: WithState, { channels }: Pick<Configuration, 'channels'>) {
    this.#storage = storage;
    this.#names = new Set(channels.map(({ name }) => name));
  }

  /** Failing since the message that used up its tries was made; a channel that fails already stays as it is. */
  async failed({ channel, createdAtMs }: OutboxEntry, lastError: string): Promise<void> {
    if (!this.#names.has(channel)) return;
    const entry: [string, Failing] = [channel, { sinceMs: createdAtMs, lastError: lastError.slice(0, LONGEST_ERROR) }];
    await this.#change((failing) => (failing.has(channel) ? undefined : [...failing, entry]));
  }

  async delivered({ channel }: OutboxEntry): Promise<void> {
    await this.#change((failing) =>
      failing.has(channel) ? [...failing].filter(([name]) => name !== channel) : undefined,
    );
  }

  /** @throws what storage throws, and Error when others write faster for too long */
  async #change(next: (failing: FailingChannels) => Array<[string, Failing]> | undefined): Promise<void> {
    const { state } = this.#storage;
    for (let race = 0; race < RACES; race += 1) {
      const stored = await state.load(STATE);
      const value = next(parsed(stored?.value));
      if (value === undefined) return;
      // A channel that was taken out of the configuration is forgotten.
      const kept = Object.fromEntries(value.filter(([name]) => this.#names.has(name)));
      if (await state.replace(STATE, { ...stored, value: kept })) {
        this.changed = true;
        return;
      }
    }
    throw new Error(`Expected to keep which channels fail, but others wrote it first ${RACES} times.`);
  }
}

function parsed(value: unknown): FailingChannels {
  if (typeof value !== 'object' || value === null) return new Map();
  return new Map(Object.entries(value).filter((pair): pair is [string, Failing] => isFailing(pair[1])));
}

function isFailing(value: unknown): value is Failing {
  const { sinceMs, lastError } = (value ?? {}) as Record<string, unknown>;
  return typeof sinceMs === 'number' && Number.isFinite(sinceMs) && typeof lastError === 'string';
}
