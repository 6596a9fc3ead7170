import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { runPlay } from './playsAsExpected.ts';

async function withFile(text: string, body: (file: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'geowarden-scenario-'));
  try {
    const file = path.join(folder, 'own.yaml');
    await writeFile(file, text);
    await body(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('a scenario with a false expectation exits 1 and says which and what was seen', async () => {
  const calm = await readFile('local/scenarios/calm.yaml', 'utf8');
  const wrong = calm
    .replace(
      'by: 10s, shows: { link: contoso-we/orders, state: caughtUp }',
      'by: 2s, shows: { link: contoso-we/orders, state: suspended }',
    )
    .replace('lasts: 12s', '');
  await withFile(wrong, async (file) => {
    const { status, output, line } = await runPlay(file);
    assert.equal(status, 1, output);
    assert.equal(line?.passed, false);
    assert.match(output, /FAILED calm: expected shows link contoso-we\/orders state suspended by 2 s; seen: caughtUp/);
  });
});

test('a scenario that cannot be played exits 2 and lists its faults', async () => {
  await withFile('name: x\nstory: y\nestates: {}\nexpect: []\n', async (file) => {
    const { status, output } = await runPlay(file);
    assert.equal(status, 2, output);
    assert.match(output, /estates: unknown key/);
    assert.match(output, /estate: /);
  });
});

test('a scenario that does not exist is said so, with where it was looked for', async () => {
  const { status, output } = await runPlay('no-such-scenario');
  assert.equal(status, 1);
  assert.match(output, /no scenario 'no-such-scenario'.*local\/scenarios\/no-such-scenario\.yaml/);
});
