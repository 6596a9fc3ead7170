/** A clock the test turns, a schedule that obeys it, and a caller that reaches nobody but the test. */
import { completeDefinition } from '../../../../local/estate/model/definition.ts';
import { createModel } from '../../../../local/estate/model/model.ts';
import type { EstateModel } from '../../../../local/estate/model/types.ts';
import type { Caller, OutboundAnswer, OutboundCall } from '../../../../local/estate/network/callOut.ts';
import type { Schedule } from '../../../../local/estate/network/schedule.ts';

export const START_MS = Date.UTC(2026, 10, 1, 12);
export const SUBSCRIPTION = '7d6f2c31-0a4e-4b57-9c1d-3e8b5f90a1c2';

/** A primary in West Europe, its secondary in North Europe, the app in Sweden, another region free. */
export const DEFINITION = completeDefinition({
  regions: ['westeurope', 'northeurope', 'swedencentral', 'uksouth'],
  app: { region: 'swedencentral' },
  subscriptions: [{ id: SUBSCRIPTION }],
  servers: [
    { name: 'shop-we', region: 'westeurope' },
    { name: 'shop-ne', region: 'northeurope' },
  ],
  databases: [
    { name: 'orders', server: 'shop-we' },
    { name: 'stock', server: 'shop-we' },
  ],
  links: [{ server: 'shop-we', database: 'orders', secondaryServer: 'shop-ne' }],
});

export interface Stand {
  model: EstateModel;
  schedule: Schedule;
  caller: Caller;
  calls: Array<OutboundCall & { atMs: number }>;
  /** What the webhook answers; 200 unless the test says otherwise. */
  answer: (call: OutboundCall) => Partial<OutboundAnswer> & Pick<OutboundAnswer, 'outcome'>;
  now(): number;
  /** Milliseconds since the start. */
  elapsed(): number;
  /** Turns the clock, with everything that falls due on the way. */
  pass(milliseconds: number): Promise<void>;
  waiting(): number;
}

export function makeStand(): Stand {
  let nowMs = START_MS;
  let count = 0;
  let isClosed = false;
  const due: Array<{ atMs: number; number: number; run: () => void }> = [];
  const stand: Stand = {
    model: createModel(DEFINITION, { now: () => nowMs }),
    schedule: {
      after(delayMs, run) {
        if (isClosed) return () => {};
        count += 1;
        const entry = { atMs: nowMs + delayMs, number: count, run };
        due.push(entry);
        return () => {
          const index = due.indexOf(entry);
          if (index >= 0) due.splice(index, 1);
        };
      },
      close() {
        isClosed = true;
        due.length = 0;
      },
    },
    caller: {
      async call(outbound) {
        const way = stand.model.reachability(outbound.from, outbound.to);
        if (way !== 'open') return { outcome: way === 'silent' ? 'timedOut' : 'unreachable', headers: {}, body: '' };
        stand.calls.push({ ...outbound, atMs: nowMs - START_MS });
        return { headers: {}, body: '', ...stand.answer(outbound) };
      },
      close: async () => {},
    },
    calls: [],
    answer: () => ({ outcome: 200 }),
    now: () => nowMs,
    elapsed: () => nowMs - START_MS,
    async pass(milliseconds) {
      const untilMs = nowMs + milliseconds;
      await settle();
      for (;;) {
        due.sort((one, other) => one.atMs - other.atMs || one.number - other.number);
        const next = due[0];
        if (next === undefined || next.atMs > untilMs) break;
        due.shift();
        nowMs = Math.max(nowMs, next.atMs);
        next.run();
        await settle();
      }
      nowMs = untilMs;
    },
    waiting: () => due.length,
  };
  return stand;
}

/** Lets everything that waits for promises only come to rest. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
