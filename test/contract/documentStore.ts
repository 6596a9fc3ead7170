import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { DispatchStore, SilenceStore } from '../../shared/alerting/dispatch/ports.ts';
import {
  type ActiveAlert,
  type DispatchState,
  EMPTY_DISPATCH,
  type Silence,
} from '../../shared/alerting/dispatch/types.ts';
import { outboxEntry } from './records.ts';

export const silence = (id: string, more: Partial<Silence> = {}): Silence => ({
  id,
  match: { server: ['shop-*'], severity: ['warning', 'info'] },
  author: 'Åsa',
  comment: 'index rebuild\nuntil noon',
  startsAtMs: 1_000,
  endsAtMs: 9_000,
  createdAtMs: 1_000,
  ...more,
});

export const activeAlert = (id: string, more: Partial<ActiveAlert> = {}): ActiveAlert => ({
  id,
  condition: 'LagHigh',
  subject: { kind: 'link', key: 'a/b~c/b', primary: 'a/b', secondary: 'c/b' },
  severity: 'error',
  labels: {
    condition: ['LagHigh'],
    severity: ['error'],
    scope: [],
    group: ['lön'],
    region: ['westeurope', 'northeurope'],
    server: ['a', 'c'],
    database: ['a/b', 'c/b'],
  },
  noticeId: `${id} first`,
  sinceMs: 1_000,
  firedAtMs: 2_000,
  sentence: 'The lag is 7 s.',
  groups: ['ops'],
  ...more,
});

/** One of everything. */
export const dispatchState = (): DispatchState => ({
  ...EMPTY_DISPATCH,
  alerts: new Map([
    ['one', activeAlert('one', { flapping: { times: 4, sinceMs: 500 }, value: 7 })],
    ['two', activeAlert('two', { ended: { atMs: 3_000, sentence: 'It is over.' } })],
  ]),
  groups: {
    ops: {
      id: 'ops',
      channel: 'ops',
      handOver: ['mail'],
      common: ['LagHigh'],
      sinceMs: 1_000,
      told: new Map([
        ['one', { severity: 'error', flapping: true }],
        ['two', { severity: 'warning' }],
      ]),
      toldAtMs: 2_000,
      sequence: 1,
    },
  },
  sent: { ops: [1_000, 2_000] },
  begun: new Map([['one', [1_000]]]),
  outgoing: [outboxEntry('m1', { shard: 'dispatch' })],
});

/** What every DispatchStore promises, whatever it is made of. `again`: the same document through a store of its own, as another process has it. */
export function dispatchStoreContract(
  kind: string,
  make: () => Promise<{ store: DispatchStore; again: DispatchStore }>,
): void {
  describe(`DispatchStore in ${kind}`, () => {
    test('gives back what was saved, to everybody', async () => {
      const { store, again } = await make();
      assert.equal(await store.load(), undefined);
      const version = await store.save({ value: dispatchState() });
      assert.ok(version !== undefined);
      assert.deepEqual(await again.load(), { value: dispatchState(), version });
      assert.deepEqual((await store.load())?.value.outgoing[0]?.id, 'm1');
    });

    test('each save has a version of its own, and with it goes the next', async () => {
      const { store } = await make();
      const first = await store.save({ value: EMPTY_DISPATCH });
      assert.ok(first !== undefined);
      const second = await store.save({ value: dispatchState(), version: first });
      assert.ok(second !== undefined && second !== first);
      assert.equal((await store.load())?.version, second);
    });

    test('an old version writes nothing', async () => {
      const { store, again } = await make();
      const first = await store.save({ value: EMPTY_DISPATCH });
      assert.ok(first !== undefined);
      assert.ok(await again.save({ value: dispatchState(), version: first }));
      assert.equal(await store.save({ value: EMPTY_DISPATCH, version: first }), undefined);
      assert.deepEqual((await store.load())?.value, dispatchState());
    });

    test('a document that is there is not inserted again, and one that is not there is not replaced', async () => {
      const { store, again } = await make();
      assert.equal(await store.save({ value: EMPTY_DISPATCH, version: '"0x8D0000000000000"' }), undefined);
      assert.equal(await store.load(), undefined);
      assert.ok(await store.save({ value: dispatchState() }));
      assert.equal(await again.save({ value: EMPTY_DISPATCH }), undefined);
      assert.deepEqual((await store.load())?.value, dispatchState());
    });

    test('of ten that write at once one is stored', async () => {
      const { store } = await make();
      const version = await store.save({ value: EMPTY_DISPATCH });
      assert.ok(version !== undefined);
      const sent = (n: number): DispatchState => ({ ...EMPTY_DISPATCH, sent: { ops: [n] } });
      const saves = await Promise.all(Array.from({ length: 10 }, (_, n) => store.save({ value: sent(n), version })));
      const winners = saves.flatMap((saved, n) => (saved === undefined ? [] : [n]));
      assert.equal(winners.length, 1);
      assert.deepEqual((await store.load())?.value, sent(winners[0] ?? -1));
    });
  });
}

/** What every SilenceStore promises besides: it is the same kind of document. */
export function silenceStoreContract(
  kind: string,
  make: () => Promise<{ store: SilenceStore; again: SilenceStore }>,
): void {
  describe(`SilenceStore in ${kind}`, () => {
    test('gives back what was saved, to everybody, in its order', async () => {
      const { store, again } = await make();
      assert.equal(await store.load(), undefined);
      const value = { silences: [silence('b', { endedBy: 'Bo' }), silence('a', { match: {} })] };
      const version = await store.save({ value });
      assert.ok(version !== undefined);
      assert.deepEqual(await again.load(), { value, version });
    });

    test('two who change it at once: one has to look again', async () => {
      const { store, again } = await make();
      const version = await store.save({ value: { silences: [] } });
      assert.ok(version !== undefined);
      const saves = await Promise.all(
        [store, again].map((one, n) => one.save({ value: { silences: [silence(String(n))] }, version })),
      );
      assert.equal(saves.filter((saved) => saved !== undefined).length, 1);
      assert.equal((await store.load())?.value.silences.length, 1);
    });
  });
}
