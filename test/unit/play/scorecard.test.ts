import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AcceptedFailover, EstateModel } from '../../../local/estate/model/types.ts';
import { judgeScore } from '../../../local/play/judgeScore.ts';
import { parseStep } from '../../../local/play/load.ts';
import type { ShownIncident, ShownOperationDetail } from '../../../local/play/product.ts';
import { faultOf, type Score, Scorekeeper } from '../../../local/play/scorecard.ts';
import { scoreLines } from '../../../local/play/scoreLines.ts';

const FAULT_MS = Date.parse('2026-11-22T02:00:00.000Z');
const after = (seconds: number) => new Date(FAULT_MS + seconds * 1000).toISOString();

/** An estate whose clock and failovers a test sets. */
function smallWorld() {
  const world = {
    nowMs: FAULT_MS,
    accepted: [] as AcceptedFailover[],
    writable: new Set<string>(),
    changed: () => {},
  };
  const model = {
    clock: { now: () => world.nowMs },
    acceptedFailovers: () => world.accepted,
    database: (server: string, database: string) =>
      world.writable.has(`${server}/${database}`) ? { role: 'PRIMARY', writable: true } : { role: 'PRIMARY' },
    onChange: (listener: () => void) => {
      world.changed = listener;
      return () => {
        world.changed = () => {};
      };
    },
  } as unknown as EstateModel;
  const accept = (database: string, lostSeconds: number, mode: 'forced' | 'planned' = 'forced') =>
    world.accepted.push({ atMs: world.nowMs, server: 'ne', database, mode, by: 'arm', lostCommits: 1, lostSeconds });
  return { world, model, accept };
}

const incident = (overrides: Partial<ShownIncident> = {}): ShownIncident => ({
  deployment: 'first',
  id: 'i',
  group: 'shop',
  scope: { kind: 'region', region: 'westeurope' },
  phase: 'open',
  opened: after(2),
  verdict: { name: 'suspect', agreedSince: null, sentence: '' },
  decided: null,
  approval: null,
  operationId: null,
  ...overrides,
});

const operation = (made: string, bounds: Record<string, number | null>): ShownOperationDetail => ({
  id: 'o',
  group: 'shop',
  state: 'closed',
  plan: { made },
  journal: [],
  steps: Object.entries(bounds).map(([database, lossBoundSeconds]) => ({
    database: `we/${database}`,
    candidate: `ne/${database}`,
    mode: 'forced',
    state: 'verified',
    lossBoundSeconds,
  })),
});

test('times count from the fault, and what did not happen has none', () => {
  const { model } = smallWorld();
  const keeper = new Scorekeeper(model);
  keeper.begin();
  const empty: Score = {
    detectSeconds: null,
    decideSeconds: null,
    sendSeconds: null,
    verifiedSeconds: null,
    statedLossSeconds: null,
    lossSeconds: null,
    lossBoundHolds: null,
  };
  assert.deepEqual(keeper.score([], []), empty);
  keeper.look([incident({ opened: after(3) }), incident({ opened: after(2.5) })]);
  assert.equal(keeper.score([], []).detectSeconds, 2.5, 'the first incident counts');
});

test('without a fault there is no time', () => {
  const { model } = smallWorld();
  const keeper = new Scorekeeper(model);
  keeper.look([incident()]);
  assert.equal(keeper.score([operation(after(3), {})], []).detectSeconds, null);
});

test('decided is the first of: asked, told only, or the plan of an operation', () => {
  const decideSeconds = (look: ShownIncident[], operations: ShownOperationDetail[] = []) => {
    const keeper = new Scorekeeper(smallWorld().model);
    keeper.begin();
    keeper.look(look);
    return keeper.score(operations, []).decideSeconds;
  };
  const decided = (decision: string, seconds: number) =>
    incident({ decided: { at: after(seconds), decision, sentence: '' } });
  assert.equal(decideSeconds([decided('wait', 3)]), null, 'waiting decides nothing');
  assert.equal(decideSeconds([decided('refuse', 3)]), null);
  assert.equal(decideSeconds([decided('tell', 4)]), 4);
  assert.equal(decideSeconds([incident({ approval: { state: 'pending', asked: after(5) } })]), 5);
  assert.equal(decideSeconds([decided('act', 6)], [operation(after(5.5), {})]), 5.5);
});

test('the first message about the outage after the fault is the one that counts', () => {
  const keeper = new Scorekeeper(smallWorld().model);
  keeper.begin();
  const note = (seconds: number, condition: string) => ({
    atMs: FAULT_MS + seconds * 1000,
    channel: 'teams' as const,
    condition,
    reason: 'first',
    text: '',
  });
  const notes = [
    note(-1, 'RegionOutage'),
    note(1, 'LagHigh'),
    note(1.5, 'AutomationPaused'),
    note(2, 'ApprovalWaiting'),
  ];
  assert.equal(keeper.score([], notes).sendSeconds, 2);
});

test('verified is when the last of all moved databases takes writes', () => {
  const { world, model, accept } = smallWorld();
  const keeper = new Scorekeeper(model);
  keeper.begin();
  accept('orders', 0);
  world.nowMs += 1000;
  accept('stock', 0);
  world.writable.add('ne/orders');
  world.nowMs += 1000;
  world.changed();
  world.writable.add('ne/stock');
  world.nowMs += 1000;
  world.changed();
  world.nowMs += 1000;
  keeper.look([]);
  assert.equal(keeper.score([], []).verifiedSeconds, 3);
});

test('the bound holds when every forced failover lost no more than was stated for it', () => {
  const { model, accept } = smallWorld();
  accept('orders', 0.4);
  accept('stock', 1.2);
  accept('planned', 99, 'planned');
  const losses = (bounds: Record<string, number | null>) => {
    const keeper = new Scorekeeper(model);
    keeper.begin();
    const { statedLossSeconds, lossSeconds, lossBoundHolds } = keeper.score([operation(after(1), bounds)], []);
    return { statedLossSeconds, lossSeconds, lossBoundHolds };
  };
  const good = { statedLossSeconds: 2, lossSeconds: 1.2, lossBoundHolds: true };
  assert.deepEqual(losses({ orders: 0.5, stock: 2 }), good);
  assert.equal(losses({ orders: 2, stock: 1.1 }).lossBoundHolds, false, 'the bound of another does not cover it');
  assert.equal(losses({ orders: 2, stock: null }).lossBoundHolds, false, 'nothing was stated');
  assert.equal(losses({ orders: 2 }).lossBoundHolds, false);
});

test('a score that is unknown is within no limit', () => {
  const score: Score = {
    detectSeconds: 2,
    decideSeconds: null,
    sendSeconds: 3,
    verifiedSeconds: 4,
    statedLossSeconds: 2,
    lossSeconds: 1,
    lossBoundHolds: true,
  };
  assert.equal(judgeScore({ detectSeconds: { atMost: 2 }, lossBoundHolds: true }, score).holds, true);
  assert.deepEqual(judgeScore({ decideSeconds: { atMost: 9 } }, score), {
    holds: false,
    seen: 'decideSeconds unknown',
  });
  assert.deepEqual(judgeScore({ sendSeconds: { atMost: 2 }, verifiedSeconds: { atMost: 3 } }, score), {
    holds: false,
    seen: 'sendSeconds 3, verifiedSeconds 4',
  });
  assert.match(judgeScore({ lossBoundHolds: true }, { ...score, lossBoundHolds: false }).seen, /stated 2, real 1/);
  assert.equal(judgeScore({ lossBoundHolds: true }, { ...score, lossBoundHolds: null }).holds, false);
  assert.deepEqual(scoreLines({ ...score, lossBoundHolds: false }), [
    '  detected                     2.00 s',
    '  first message received       3.00 s',
    '  verified writable            4.00 s',
    '  loss stated, at most         2.00 s',
    '  loss in truth                1.00 s',
    '  loss within what was stated  NO',
  ]);
});

test('the fault is the region that goes, before what merely prepares it', () => {
  const step = (at: string, rest: Record<string, unknown>) => parseStep({ at, ...rest });
  const late = step('0s', { eventGrid: 'delayed', delay: '4h' });
  const cut = step('1s', { link: { database: 'a/x', secondary: 'b' }, becomes: 'disconnected' });
  const down = step('5s', { region: 'westeurope', becomes: 'down' });
  const network = step('3s', { network: { from: 'a', to: 'b' }, becomes: 'silent' });
  const gone = step('4s', { database: 'a/x', becomes: 'Unavailable' });
  assert.equal(faultOf([late, cut, gone, network, down]), down);
  assert.equal(faultOf([network, gone]), gone);
  assert.equal(faultOf([cut, network]), network);
  assert.equal(faultOf([late, cut]), cut);
  assert.equal(faultOf([late, step('1s', { app: 'killed' })]), undefined);
});
