import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { unzipSync } from 'fflate';
import { prepareBundle } from '../../local/desk/appFolder.ts';
import { buildBundle, hashFolder } from '../../local/tools/bundle.ts';

async function inTemporaryFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'geowarden-bundle-'));
  try {
    await body(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('the bundle that is played is, byte for byte, the one that is built', async () => {
  await inTemporaryFolder(async (folder) => {
    const built = await buildBundle(path.join(folder, 'dist'));
    const played = await prepareBundle();
    assert.equal(played.hash, built.hash);
    assert.equal((await hashFolder(played.folder)).hash, built.hash);
  });
});

test('the bundle holds nothing of local/, test/ or bench/', async () => {
  await inTemporaryFolder(async (folder) => {
    const built = await buildBundle(folder);
    assert.ok(built.inputs.includes('functions/main.ts'));
    assert.deepEqual(
      built.inputs.filter((input) => /^(local|test|bench)\//.test(input)),
      [],
    );
  });
});

test('the bundle holds a page for every file of docs/conditions, apart from what is loaded at the start', async () => {
  await inTemporaryFolder(async (folder) => {
    await buildBundle(folder);
    const pages = JSON.parse(await readFile(path.join(folder, 'conditions.json'), 'utf8')) as Record<string, string>;
    const files = (await readdir('docs/conditions')).map((file) => (file === 'README.md' ? '' : file.slice(0, -3)));
    assert.deepEqual(Object.keys(pages).sort(), files.sort());
    for (const name of (await readdir(folder)).filter((file) => file.endsWith('.mjs')))
      assert.ok(!(await readFile(path.join(folder, name), 'utf8')).includes('<h2>What it means'), name);
  });
});

test('a status request loads no SQL driver: the entry is small and the driver is in a chunk of its own', async () => {
  await inTemporaryFolder(async (folder) => {
    await buildBundle(folder);
    const entry = await readFile(path.join(folder, 'functions.mjs'), 'utf8');
    assert.ok(!entry.includes('tedious'), 'the entry itself');
    const statically = [...entry.matchAll(/(?:from|import)"\.\/([\w-]+\.mjs)"/g)].map((match) => match[1] ?? '');
    for (const chunk of statically) {
      assert.ok(
        !(await readFile(path.join(folder, chunk), 'utf8')).includes('azure-active-directory-access-token'),
        chunk,
      );
    }
    const chunks = await readdir(folder);
    const driver = await Promise.all(
      chunks
        .filter((name) => name.endsWith('.mjs'))
        .map(async (name) =>
          (await readFile(path.join(folder, name), 'utf8')).includes('azure-active-directory-access-token'),
        ),
    );
    assert.ok(driver.includes(true), 'the driver is somewhere');
  });
});

test('npm run package zips what was built, host.json and package.json, and nothing else', async () => {
  const result = spawnSync(process.execPath, ['local/tools/package.ts', '--json'], { encoding: 'utf8' });
  assert.equal(result.status, 0, result.stderr);
  const line = JSON.parse(result.stdout.trim().split('\n').at(-1) ?? '') as { file: string; bundle: string };
  const entries = unzipSync(await readFile(line.file));
  const names = Object.keys(entries).sort();
  assert.ok(
    names.includes('host.json') &&
      names.includes('package.json') &&
      names.includes('dist/functions.mjs') &&
      names.includes('dist/page.html') &&
      names.includes('dist/conditions.json'),
  );
  assert.deepEqual(
    names.filter((name) => !/^(host\.json|package\.json|dist\/[\w.-]+)$/.test(name)),
    [],
  );
  assert.equal(line.bundle, (await prepareBundle()).hash);
});
