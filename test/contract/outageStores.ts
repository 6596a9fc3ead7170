import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { OUTAGE_SHARD, type OutboxStore } from '../../shared/alerting/ports.ts';
import type { OperationStore } from '../../shared/operations/ports.ts';
import type { Operation } from '../../shared/operations/types.ts';
import type { IncidentStore } from '../../shared/outage/ports.ts';
import type { Incident } from '../../shared/outage/types.ts';
import type { EndedRecords } from '../../shared/replication/ports.ts';
import { incident, operation } from './outageRecords.ts';
import { outageEntry, outboxEntry } from './records.ts';
import { versionedStoreContract } from './versionedStore.ts';

export function incidentStoreContract(kind: string, make: () => Promise<IncidentStore & EndedRecords>): void {
  versionedStoreContract<Incident>(`IncidentStore in ${kind}`, make, {
    open: (id, openedAtMs) => incident(id, { openedAtMs, toldAtMs: openedAtMs }),
    ended: (record) => ({ ...record, phase: 'over', overAtMs: 9_000, closedAtMs: 9_500 }),
    changed: (record, mark) => ({ ...record, operationId: mark }),
  });
  versionedStoreContract<Incident>(
    `IncidentStore in ${kind}, with incidents that are over but still owe the closing notice`,
    make,
    {
      open: (id, openedAtMs) => incident(id, { openedAtMs, toldAtMs: openedAtMs, phase: 'over', overAtMs: 9_000 }),
      ended: (record) => ({ ...record, closedAtMs: 9_500 }),
      changed: (record, mark) => ({ ...record, operationId: mark }),
    },
  );
}

export function operationStoreContract(kind: string, make: () => Promise<OperationStore & EndedRecords>): void {
  versionedStoreContract<Operation>(`OperationStore in ${kind}`, make, {
    open: (id, madeAtMs) => operation(id, {}, madeAtMs),
    ended: closed,
    changed: (record, mark) => ({
      ...record,
      journal: [
        ...record.journal,
        { sequence: 1, atMs: 2_000, step: 0, from: 'waiting', event: 'begin', to: 'revalidating', sentence: mark },
      ],
    }),
  });
  versionedStoreContract<Operation>(
    `OperationStore in ${kind}, with operations that failed and wait for an operator`,
    make,
    {
      open: (id, madeAtMs) => operation(id, { state: 'failed' }, madeAtMs),
      ended: closed,
      changed: (record, mark) => ({ ...record, toldAtMs: Number(mark) || 1 }),
    },
  );
  describe(`OperationStore in ${kind}, looking back`, () => {
    test('recent are those that were begun at a moment or later, ended or not, the newest first', async () => {
      const operations = await make();
      for (const [id, madeAtMs] of [
        ['old', 1_999],
        ['then', 2_000],
        ['new', 3_000],
      ] as const) {
        const record = operation(id, {}, madeAtMs);
        await operations.save({ value: id === 'then' ? closed(record) : record });
      }
      const ids = async (limit: number, sinceMs: number) =>
        (await operations.recent(limit, sinceMs)).map((found) => found.id);
      assert.deepEqual(await ids(10, 2_000), ['new', 'then']);
      assert.deepEqual(await ids(1, 0), ['new']);
      assert.deepEqual(await ids(10, 3_001), []);
    });
  });
  const owing: Array<[string, Partial<Operation>]> = [
    ['still owe the closing notice', { told: [{ id: 't1', what: 'moved', atMs: 2_000 }], auditedThrough: 1 }],
    ['have not reached the audit chain', { auditedThrough: 0 }],
  ];
  for (const [what, more] of owing) {
    versionedStoreContract<Operation>(`OperationStore in ${kind}, with operations that are closed but ${what}`, make, {
      open: (id, madeAtMs) => operation(id, { state: 'closed', ...more }, madeAtMs),
      ended: closed,
      changed: (record, mark) => ({ ...record, toldAtMs: Number(mark) || 1 }),
    });
  }
}

/** Over, told and audited. */
function closed(record: Operation): Operation {
  return { ...record, state: 'closed', closedToldAtMs: 9_000, auditedThrough: record.journal.length };
}

/** An incident and what is told of it: both or neither. */
export function toldIncidentsContract(
  kind: string,
  make: () => Promise<{ incidents: IncidentStore; outbox: OutboxStore }>,
): void {
  const due = async (outbox: OutboxStore) => (await outbox.due(5_000, 100)).map(({ id }) => id).sort();

  describe(`IncidentStore in ${kind}, with what is told`, () => {
    test('writes the incident and its outbox rows, and its version is good for the next save', async () => {
      const { incidents, outbox } = await make();
      const version = await incidents.save({ value: incident('i1') }, [outageEntry('m1'), outageEntry('m2')]);
      assert.ok(version);
      assert.deepEqual(await incidents.load('i1'), { value: incident('i1'), version });
      assert.deepEqual((await outbox.get(OUTAGE_SHARD, 'm1'))?.value, outageEntry('m1'));
      const next = await incidents.save({ value: incident('i1', { toldAtMs: 5 }), version }, [outageEntry('m3')]);
      assert.equal((await incidents.load('i1'))?.version, next);
      assert.deepEqual(await due(outbox), ['m1', 'm2', 'm3']);
    });

    test('a save that comes too late tells nothing', async () => {
      const { incidents, outbox } = await make();
      const version = await incidents.save({ value: incident('i1') });
      assert.ok(version);
      assert.ok(await incidents.save({ value: incident('i1', { operationId: 'op' }), version }));
      assert.equal(await incidents.save({ value: incident('i1'), version }, [outageEntry('m1')]), undefined);
      assert.equal(await incidents.save({ value: incident('i1') }, [outageEntry('m1')]), undefined);
      assert.equal(await incidents.save({ value: incident('i2'), version }, [outageEntry('m1')]), undefined);
      assert.deepEqual(await due(outbox), []);
      assert.equal((await incidents.load('i1'))?.value.operationId, 'op');
      assert.equal(await incidents.load('i2'), undefined);
    });

    test('of ten who save and tell at once one does both', async () => {
      const { incidents, outbox } = await make();
      const version = await incidents.save({ value: incident('i1') });
      assert.ok(version);
      const saves = Array.from({ length: 10 }, (_, n) =>
        incidents.save({ value: incident('i1', { operationId: `${n}` }), version }, [outageEntry(`m${n}`)]),
      );
      const winner = (await Promise.all(saves)).findIndex((etag) => etag !== undefined);
      assert.equal((await incidents.load('i1'))?.value.operationId, `${winner}`);
      assert.deepEqual(await due(outbox), [`m${winner}`]);
    });

    test('a message that is there already stays as it is, and stops neither the incident nor the other messages', async () => {
      const { incidents, outbox } = await make();
      await outbox.add([outageEntry('m1', { attempts: 2 }), outageEntry('m2', { attempts: 3 })]);
      const version = await incidents.save({ value: incident('i1') }, [outageEntry('m1'), outageEntry('m3')]);
      assert.ok(version);
      assert.ok(await incidents.save({ value: incident('i1'), version }, [outageEntry('m1'), outageEntry('m2')]));
      assert.equal((await outbox.get(OUTAGE_SHARD, 'm1'))?.value.attempts, 2);
      assert.deepEqual(await due(outbox), ['m1', 'm2', 'm3']);
    });

    test('one message named twice is one message', async () => {
      const { incidents, outbox } = await make();
      assert.ok(await incidents.save({ value: incident('i1') }, [outageEntry('m1'), outageEntry('m1')]));
      assert.deepEqual(await due(outbox), ['m1']);
    });

    test('a message for another partition is refused, and nothing is written', async () => {
      const { incidents, outbox } = await make();
      const save = incidents.save({ value: incident('i1') }, [outageEntry('m1'), outboxEntry('m2')]);
      await assert.rejects(save, RangeError);
      assert.equal(await incidents.load('i1'), undefined);
      assert.deepEqual(await due(outbox), []);
    });

    test('all that was asked, told and answered is kept', async () => {
      const { incidents } = await make();
      const whole = incident('i1', {
        operationsStarted: 2,
        clearSinceMs: 8_000,
        approval: {
          tokenId: 't1',
          incidentId: 'i1',
          fingerprint: 'f1',
          page: '/decision',
          expiresAtMs: 9_000,
          askedAtMs: 5_000,
          state: 'rejected',
          decision: { by: 'ada', comment: 'nein – “zu viel”', atMs: 6_000 },
          sentence: 'Rejected.',
        },
        waitingNotice: { id: 'n1', sinceMs: 5_000 },
        rejection: { fingerprint: 'f1', by: 'ada', comment: 'zu viel', atMs: 6_000 },
      });
      await incidents.save({ value: whole }, [outageEntry('m1')]);
      assert.deepEqual((await incidents.load('i1'))?.value, whole);
      assert.deepEqual(await incidents.recent(1), [whole]);
    });
  });
}
