import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coalesce } from '../../../shared/app/coalesce.ts';

/** Runs that end when they are told to. */
function gated() {
  const gates: Array<PromiseWithResolvers<number>> = [];
  return {
    gates,
    run: () => {
      const gate = Promise.withResolvers<number>();
      gates.push(gate);
      return gate.promise;
    },
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('a burst costs two runs: the one under way, and one more for everybody who came meanwhile', async () => {
  const { gates, run } = gated();
  const once = coalesce<number>();
  const first = once(run);
  const later = [once(run), once(run), once(run)];
  assert.equal(gates.length, 1);
  gates[0]?.resolve(1);
  await settled();
  assert.equal(gates.length, 2);
  gates[1]?.resolve(2);
  assert.deepEqual([await first, ...(await Promise.all(later))], [1, 2, 2, 2]);
});

test('whoever comes during the second run has a third one', async () => {
  const { gates, run } = gated();
  const once = coalesce<number>();
  void once(run);
  void once(run);
  gates[0]?.resolve(1);
  await settled();
  const third = once(run);
  gates[1]?.resolve(2);
  await settled();
  gates[2]?.resolve(3);
  assert.equal(await third, 3);
});

test('a run that fails fails for those who asked for it, and holds up nobody else', async () => {
  const { gates, run } = gated();
  const once = coalesce<number>();
  const first = once(run);
  const second = once(run);
  gates[0]?.reject(new Error('storage is away'));
  await assert.rejects(first, /away/);
  await settled();
  gates[1]?.resolve(2);
  assert.equal(await second, 2);
  const third = once(run);
  gates[2]?.resolve(3);
  assert.equal(await third, 3);
});
