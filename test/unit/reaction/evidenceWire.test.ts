import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { EvidenceChange } from '../../../shared/outage/ports.ts';
import { EvidenceWire } from '../../../shared/reaction/evidenceWire.ts';
import type { Trouble } from '../../../shared/reaction/trouble.ts';
import { createMemoryEvidence } from '../../ports/memoryOutage.ts';
import { databaseScope, says, T0 } from '../outage/builders.ts';

const about = (name: string, atMs = T0) =>
  says('ownProbe', { scope: databaseScope({ server: 'we', database: name, region: 'westeurope' }), sinceMs: T0, atMs });

function wired(publish?: (change: EvidenceChange) => Promise<void>) {
  const troubles: Trouble[] = [];
  const evidence = createMemoryEvidence();
  const wire = new EvidenceWire({
    evidence,
    publisher: publish && { publish },
    onTrouble: (trouble) => void troubles.push(trouble),
  });
  return { wire, troubles, evidence };
}

describe('evidence', () => {
  test('is in the table before it is published', async () => {
    const stored: number[] = [];
    const { wire, evidence } = wired(async () => void stored.push((await evidence.load()).length));
    await wire.put(about('orders'));
    await wire.settle();
    assert.deepEqual(stored, [1]);
  });

  test('that changed nothing is not published, unless it always is', async () => {
    const published: string[] = [];
    const { wire } = wired(async ({ id }) => void published.push(id));
    await wire.put(about('orders'));
    await wire.put(about('orders', T0 + 1));
    assert.equal(published.length, 1);
    await wire.put(about('orders', T0 + 2), 'always');
    await wire.settle();
    assert.equal(published.length, 2);
    assert.equal(new Set(published).size, 2, 'each report has an id of its own');
  });

  test('is published with the beginning that the table knows', async () => {
    const since: number[] = [];
    const { wire } = wired(async ({ evidence }) => void since.push(evidence.sinceMs));
    await wire.put(about('orders'), 'always');
    await wire.put({ ...about('orders', T0 + 9_000), sinceMs: T0 + 9_000 }, 'always');
    await wire.settle();
    assert.deepEqual(since, [T0, T0]);
  });

  test('without a topic is stored, and that is no trouble', async () => {
    const { wire, troubles, evidence } = wired();
    await wire.put(about('orders'));
    await wire.settle();
    assert.deepEqual([(await evidence.load()).length, troubles], [1, []]);
  });
});

describe('publishing', () => {
  test('holds nobody up: storing goes on while a topic hangs, and settling waits for it', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { wire, evidence } = wired(() => promise);
    for (const name of ['a', 'b', 'c']) await wire.put(about(name));
    assert.equal((await evidence.load()).length, 3);
    let settled = false;
    const settling = wire.settle().then(() => {
      settled = true;
    });
    await new Promise(setImmediate);
    assert.equal(settled, false);
    resolve();
    await settling;
  });

  test('is done for four at once, and for all in the end', async () => {
    let running = 0;
    let most = 0;
    let published = 0;
    const { wire } = wired(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running -= 1;
      published += 1;
    });
    await Promise.all(Array.from({ length: 50 }, (_, n) => wire.put(about(`db${n}`))));
    await wire.settle();
    assert.deepEqual([most, published], [4, 50]);
  });

  test('one event that no topic takes keeps none of the others back', async () => {
    const published: string[] = [];
    const { wire, troubles } = wired(async ({ evidence }) => {
      if (JSON.stringify(evidence.scope).includes('bad')) throw new Error('refused');
      published.push(evidence.id);
    });
    for (const name of ['bad', 'a', 'b']) await wire.put(about(name));
    await wire.settle();
    assert.equal(published.length, 2);
    assert.deepEqual(
      troubles.map(({ message }) => message),
      ['refused', '1 change(s) of evidence were not published: they are in the table, where the timer finds them.'],
    );
  });

  test('is given up for the round when topics fail again and again: a dead topic does not hold up a sweep', async () => {
    let tries = 0;
    const { wire, troubles, evidence } = wired(async () => {
      tries += 1;
      throw new Error('no topic took it');
    });
    for (let n = 0; n < 100; n += 1) await wire.put(about(`db${n}`));
    await wire.settle();
    assert.ok(tries <= 7, `${tries} tries`);
    assert.equal((await evidence.load()).length, 100);
    assert.match(troubles.at(-1)?.message ?? '', /^100 change\(s\) of evidence were not published/);
    const told = troubles.length;
    await wire.settle();
    assert.equal(troubles.length, told, 'and it is told once');
  });
});
