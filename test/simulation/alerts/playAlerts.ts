/** One story: alerts, people and instances, on the product's own dispatcher and deliverer, until everything is over and calm. */
import { DISPATCH } from '../../../shared/alerting/dispatch/dispatchChannel.ts';
import type { Silence } from '../../../shared/alerting/dispatch/types.ts';
import { outboxEntries } from '../../../shared/alerting/outboxEntries.ts';
import type { OutboxEntry } from '../../../shared/alerting/types.ts';
import { TICK } from '../../../shared/app/dispatch.ts';
import type { MaintenanceWindow } from '../../../shared/config/types.ts';
import { NO_TROUBLES } from '../../ports/outboxWorld.ts';
import type { Command } from './commands.ts';
import { Deployment } from './deployment.ts';
import { configurationWith, MINUTE, TIMING, TROUBLES } from './estate.ts';
import { Happenings } from './happenings.ts';
import type { AlertRecipient } from './recipients.ts';
import type { Truth } from './truth.ts';

const STORM = { crashBefore: 0.004, crashAfter: 0.004, failBefore: 0.01, failAfter: 0.01 };
const SHARD = 's0';
/** For the end: what flaps becomes calm, what the storm cap kept back is told, what failed has been tried again. */
const CALM_MS = 25 * MINUTE;
const AGAIN_MS = 30 * MINUTE;
const AGAIN = 4;
const FLAP_MS = 20_000;

export interface Story {
  truth: Truth;
  decided: readonly OutboxEntry[];
  /** Of the outbox, without the events. */
  rows: readonly OutboxEntry[];
  recipients: ReadonlyMap<string, AlertRecipient>;
}

/** The same commands and the same seed always give the same story. */
export async function playAlerts(commands: readonly Command[], seed: number, stormy: boolean): Promise<Story> {
  const play = new Play(seed, stormy);
  for (const command of commands) await play.happen(command);
  return await play.calm();
}

class Play {
  readonly #happenings = new Happenings();
  readonly #deployment: Deployment;
  readonly #handedOver: string[] = [];
  #windows: MaintenanceWindow[] = [];

  constructor(seed: number, stormy: boolean) {
    this.#deployment = new Deployment(seed, configurationWith('teams', []));
    if (stormy) this.#deployment.world.troubles = STORM;
  }

  async happen(command: Command): Promise<void> {
    const nowMs = this.#nowMs;
    switch (command.do) {
      case 'begin':
        return this.#happenings.begin(command.trouble, command.severity, nowMs, command.lateMs);
      case 'worsen':
        return this.#happenings.worsen(command.trouble, nowMs, command.lateMs);
      case 'end':
        return this.#happenings.end(command.trouble, nowMs, command.lateMs);
      case 'everything':
        for (const trouble of TROUBLES.keys()) this.#happenings.begin(trouble, trouble % 3, nowMs);
        return;
      case 'flap':
        return await this.#flap(command.trouble);
      case 'outage':
        return this.#happenings.outage(command.region, nowMs);
      case 'wait':
        return await this.#run(command.ms);
      case 'silence':
        return await this.#silence(command);
      case 'unsilence':
        return await this.#unsilence();
      case 'maintenance':
        return this.#maintain(command);
      case 'channel':
        return this.#turnChannel(command.name === 'people' ? this.#people : command.name);
      case 'crash':
        return this.#deployment.kill();
      case 'again':
        return await this.#handOverAgain();
      case 'rename':
        this.#truth.people.push({ name: `teams${this.#truth.people.length + 1}`, fromMs: nowMs });
        return this.#redeploy();
    }
  }

  /** Everything ends, and there is time for everybody to hear of it. */
  async calm(): Promise<Story> {
    const { world, recipients, decided, table } = this.#deployment;
    world.troubles = NO_TROUBLES;
    for (const recipient of recipients.values()) recipient.isDown = false;
    this.#happenings.endAll(this.#nowMs);
    await this.#run(CALM_MS);
    this.#truth.endMs = this.#nowMs;
    return { truth: this.#truth, decided, rows: await table.outbox.recent(Number.MAX_SAFE_INTEGER), recipients };
  }

  get #nowMs(): number {
    return this.#deployment.world.nowMs;
  }

  get #truth(): Truth {
    return this.#happenings.truth;
  }

  get #people(): string {
    return this.#truth.people.at(-1)?.name ?? '';
  }

  async #run(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms;
    this.#storeEvents();
    while (this.#nowMs < untilMs) {
      await this.#deployment.turn(Math.min(untilMs, this.#happenings.nextMs()));
      this.#storeEvents();
    }
  }

  #storeEvents(): void {
    const { table, host, world } = this.#deployment;
    for (const { notice, stored } of this.#happenings.due(this.#nowMs)) {
      const isOutage = notice.condition === 'RegionOutage' && notice.follows === undefined;
      // An outage is told by itself; its end is the dispatcher's to bring.
      const direct = isOutage
        ? [
            { name: 'pager', handOver: ['mail'] },
            { name: this.#people, handOver: ['mail'] },
          ]
        : [];
      const entries = outboxEntries([notice], [{ name: DISPATCH }, ...direct], SHARD, this.#nowMs);
      table.insert(entries);
      this.#handedOver.push(...entries.flatMap(({ channel, id }) => (channel === DISPATCH ? [id] : [])));
      // Whether their pointers reach the queue is luck.
      if (world.chance(0.8)) for (const { shard, id } of entries) host.put({ shard, id }, 0);
      stored(this.#nowMs);
    }
  }

  async #flap(trouble: number): Promise<void> {
    for (let spell = 0; spell < TIMING.flapping.times; spell += 1) {
      this.#happenings.begin(trouble, 1, this.#nowMs);
      await this.#run(FLAP_MS);
      this.#happenings.end(trouble, this.#nowMs);
      await this.#run(FLAP_MS);
    }
  }

  async #silence({ match, ms }: Command & { do: 'silence' }): Promise<void> {
    const startsAtMs = this.#nowMs;
    const endsAtMs = startsAtMs + ms;
    this.#truth.silences.push({ match, fromMs: startsAtMs, untilMs: endsAtMs });
    const silence = { match, author: 'Åsa', comment: 'c', startsAtMs, endsAtMs, createdAtMs: startsAtMs };
    await this.#changeSilences((silences) => [...silences, { ...silence, id: `${silences.length}` }]);
  }

  async #unsilence(): Promise<void> {
    const nowMs = this.#nowMs;
    for (const one of this.#truth.silences) one.untilMs = Math.min(one.untilMs, nowMs);
    await this.#changeSilences((silences) =>
      silences.map((one) => (one.endsAtMs > nowMs ? { ...one, endsAtMs: nowMs, endedBy: 'Bo' } : one)),
    );
  }

  async #changeSilences(change: (silences: Silence[]) => Silence[]): Promise<void> {
    const { silences, host } = this.#deployment;
    const stored = (await silences.load()) ?? { value: { silences: [] } };
    await silences.save({ ...stored, value: { silences: change(stored.value.silences) } });
    host.put(TICK, 0);
  }

  /** A window that begins with the present minute; the configuration has one at a time. */
  #maintain({ match, minutes }: Command & { do: 'maintenance' }): void {
    const nowMs = this.#nowMs;
    const fromMs = Math.floor(nowMs / MINUTE) * MINUTE;
    const from = new Date(fromMs);
    const cron = `${from.getUTCMinutes()} ${from.getUTCHours()} * * *`;
    this.#windows = [{ name: 'patch night', match, cron, timeZone: 'UTC', durationMs: minutes * MINUTE }];
    for (const one of this.#truth.windows) one.untilMs = Math.min(one.untilMs, nowMs);
    this.#truth.windows.push({ match, fromMs: nowMs, untilMs: fromMs + minutes * MINUTE });
    this.#redeploy();
  }

  #turnChannel(name: string): void {
    const recipient = this.#deployment.recipient(name);
    recipient.isDown = !recipient.isDown;
  }

  /** What was taken in comes once more, as if its mark had been lost. */
  async #handOverAgain(): Promise<void> {
    const { outbox } = this.#deployment.table;
    for (const id of this.#handedOver.slice(-AGAIN)) {
      const row = await outbox.get(SHARD, id);
      if (row?.value.status !== 'delivered' || row.value.createdAtMs < this.#nowMs - AGAIN_MS) continue;
      await outbox.update({ ...row, value: { ...row.value, status: 'pending' } });
    }
  }

  #redeploy(): void {
    this.#deployment.redeploy(configurationWith(this.#people, this.#windows));
  }
}
