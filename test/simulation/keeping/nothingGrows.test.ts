import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DISPATCH } from '../../../shared/alerting/dispatch/dispatchChannel.ts';
import { tendOutbox } from '../../../shared/app/notifications.ts';
import { sampleReplication } from '../../../shared/app/sampleReplication.ts';
import { appendRecords } from '../../../shared/audit/appendRecords.ts';
import { verifyAgainstHead } from '../../../shared/audit/verifyAgainstHead.ts';
import { auditEntry, evidence, incident, operation } from '../../contract/outageRecords.ts';
import { createMemoryHistory } from '../../ports/memoryHistory.ts';
import { AppWorld, caughtUp, START } from '../../unit/app/world.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const STEP_MS = 2 * HOUR_MS;
const KEEP_DAYS = 3;
/** Operations count for eight days, whatever history.keep says. */
const FULL_AFTER_DAYS = 9;
const DAYS = 31;

type Sizes = Record<string, number>;

class Month {
  readonly history = createMemoryHistory();
  readonly world: AppWorld;
  #step = 0;

  constructor(keepDays: number) {
    const given = new AppWorld().context.configuration;
    assert.ok(given);
    this.world = new AppWorld({ ...given, history: { keepMs: keepDays * DAY_MS } });
    this.world.storage.history = this.history;
  }

  /** Sweeps with a lag that is unknown now and then, messages, and each day an outage with all that belongs to it. */
  async day(day: number): Promise<void> {
    for (let step = 0; step < DAY_MS / STEP_MS; step += 1) {
      this.world.nowMs = START + day * DAY_MS + step * STEP_MS;
      this.#step += 1;
      // A few sweeps in a row, so that an hour holds minutes with several samples.
      for (const lag of this.#step % 4 === 0 ? [null, null, null] : [this.#step % 5, this.#step % 7, 1]) {
        this.world.rows = [caughtUp(lag)];
        await sampleReplication(this.world.context, this.world.log);
        this.world.nowMs += 4_000;
      }
      await tendOutbox(this.world.context, this.world.log);
      await this.world.drainQueue();
    }
    await this.#outage(`day ${day}`);
    this.world.logLines.length = 0;
    this.world.told.length = 0;
  }

  async #outage(id: string): Promise<void> {
    const { storage, nowMs } = this.world;
    const ended = { openedAtMs: nowMs, overAtMs: nowMs, toldAtMs: nowMs, closedAtMs: nowMs };
    await storage.incidents.save({ value: incident(id, { ...ended, phase: 'over' }) });
    const closed = { state: 'closed', sinceMs: nowMs, closedToldAtMs: nowMs, auditedThrough: 1 } as const;
    await storage.operations.save({ value: operation(id, closed, nowMs) });
    const record = (n: number) => ({ ...auditEntry(n).record, id: `${id}/${n}`, atMs: nowMs });
    await appendRecords(storage.audit, [0, 1, 2, 3].map(record));
    await storage.evidence.put(evidence({ id, sinceMs: nowMs, atMs: nowMs, expiresAtMs: nowMs + HOUR_MS }));
    await storage.deadLetters.write({ atMs: nowMs, from: 'alert', reason: 'expected, saw', body: id });
  }

  async sizes(): Promise<Sizes> {
    const { storage, audit, deadLetters, table } = this.world;
    const reports = ['sampling', 'discovery', 'delivery'].map((name) => storage.state.read(name));
    return {
      historyLines: this.history.size,
      messages: (await storage.outbox.recent(1_000_000)).length,
      incidents: (await storage.incidents.recent(1_000_000)).length,
      operations: (await storage.operations.recent(1_000_000)).length,
      auditEntries: audit.rows.length,
      evidence: (await storage.evidence.load()).length,
      deadLetters: deadLetters.letters.length,
      topologyBytes: JSON.stringify((await storage.topology.load()) ?? '').length,
      dispatchBytes: JSON.stringify((await storage.dispatch.load())?.value ?? '').length,
      events: (await storage.outbox.due(Number.MAX_SAFE_INTEGER, 1_000_000, DISPATCH)).length,
      reportBytes: JSON.stringify(await Promise.all(reports)).length,
      subjects: (
        await Promise.all(['00', '01', '02', '03', '04', '05'].map((shard) => table.subjects.load(shard)))
      ).reduce((sum, shard) => sum + shard.size, 0),
    };
  }
}

test('a month of sweeps, messages and outages takes no more room than the days that are kept', async () => {
  const month = new Month(KEEP_DAYS);
  const most: Sizes = {};
  for (let day = 0; day < DAYS; day += 1) {
    await month.day(day);
    const sizes = await month.sizes();
    for (const [what, size] of Object.entries(sizes)) {
      if (day < FULL_AFTER_DAYS) most[what] = Math.max(most[what] ?? 0, size);
      // A day more or less, as it falls.
      else assert.ok(size <= (most[what] ?? 0) * 1.2 + 6, `day ${day}: ${size} ${what}, at most ${most[what]} before`);
    }
  }
  assert.ok((most.historyLines ?? 0) > 50 && (most.messages ?? 0) > 2 && (most.auditEntries ?? 0) > 20, 'it has work');
  const { audit } = month.world;
  const head = await audit.last();
  assert.equal(head?.sequence, DAYS * 4 - 1);
  const verdict = await verifyAgainstHead(audit, { readHead: async () => head, readFloor: () => audit.floor() });
  assert.equal(verdict.intact, true);
});

test('the measure tells growth: where all is kept, a week takes more than twice the room of three days', async () => {
  const month = new Month(365);
  for (let day = 0; day < 3; day += 1) await month.day(day);
  const before = await month.sizes();
  for (let day = 3; day < 7; day += 1) await month.day(day);
  const after = await month.sizes();
  for (const what of ['historyLines', 'incidents', 'operations', 'auditEntries', 'deadLetters'])
    assert.ok((after[what] ?? 0) > 2 * (before[what] ?? 0), `${what}: ${before[what]}, then ${after[what]}`);
});
