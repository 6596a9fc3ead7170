import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OpenVantagePart } from '../../../../local/estate/network/vantage.ts';
import { createVantageKeeper } from '../../../../local/estate/network/vantageKeeper.ts';

function noting(waitFor: Promise<unknown> = Promise.resolve()) {
  const events: string[] = [];
  const open: OpenVantagePart = async (region) => {
    await waitFor;
    events.push(`open ${region}`);
    const close = async (): Promise<void> => void events.push(`close ${region}`);
    return { names: [{ name: `${region}.example.net`, port: 443, to: 1 }], close };
  };
  return { events, keeper: createVantageKeeper(['westeurope', 'northeurope'], [open]) };
}

test('what is still open is closed with the estate, once', async () => {
  const { events, keeper } = noting();
  const [one] = [await keeper.open('westeurope'), await keeper.open('northeurope')];
  await one?.close();
  await keeper.closeAll();
  await keeper.closeAll();
  assert.deepEqual(events, ['open westeurope', 'open northeurope', 'close westeurope', 'close northeurope']);
});

test('the same region may be opened twice, each with listeners of its own', async () => {
  const { events, keeper } = noting();
  const [one, two] = [await keeper.open('westeurope'), await keeper.open('westeurope')];
  assert.notEqual(one, two);
  await keeper.closeAll();
  assert.equal(events.filter((event) => event === 'close westeurope').length, 2);
});

test('an unknown region is refused with those there are', async () => {
  const { events, keeper } = noting();
  await assert.rejects(keeper.open('WestEurope'), /\(westeurope, northeurope\); "WestEurope" is none/);
  assert.deepEqual(events, []);
});

test('after the end nothing opens', async () => {
  const { keeper } = noting();
  await keeper.closeAll();
  await assert.rejects(keeper.open('westeurope'), /estate is closed/);
});

test('what was being opened when the end came is closed, and its caller is told', async () => {
  let release: (value: unknown) => void = () => {};
  const { events, keeper } = noting(new Promise((resolve) => (release = resolve)));
  const opening = keeper.open('westeurope');
  await keeper.closeAll();
  release(undefined);
  await assert.rejects(opening, /estate is closed/);
  assert.deepEqual(events, ['open westeurope', 'close westeurope']);
});
