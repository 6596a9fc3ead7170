import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { type BuildOptions, build } from 'esbuild';
import { start, writeApp } from './support.ts';

/** An app whose second function lives in a chunk of its own, loaded at the first call. */
const sources = {
  'src/main.ts': `import { app } from '@azure/functions';
    app.http('hello', { handler: () => ({ body: 'hello' }) });
    app.http('lazy', { handler: async () => ({ body: (await import('./late.ts')).word }) });`,
  'src/late.ts': `import { createHash } from 'node:crypto';
    export const word: string = createHash('sha1').update('x').digest('hex').slice(0, 4);`,
};

async function bundled(options: BuildOptions, packageJson: object) {
  const appFolder = writeApp({ ...sources, 'package.json': packageJson });
  await build({
    absWorkingDir: appFolder,
    entryPoints: [path.join(appFolder, 'src/main.ts')],
    bundle: true,
    platform: 'node',
    target: 'node24',
    external: ['@azure/functions-core'],
    logLevel: 'silent',
    ...options,
  });
  return appFolder;
}

async function assertServed(appFolder: string) {
  const host = await start({ appFolder });
  assert.deepEqual(host.functions, ['hello', 'lazy']);
  assert.equal((await host.call('/api/hello')).text, 'hello');
  assert.equal((await host.call('/api/lazy')).text, '11f6');
  await host.stop();
}

test('an ES module bundle with chunks is served; createRequire in its banner reaches the core module', async () => {
  const appFolder = await bundled(
    {
      format: 'esm',
      splitting: true,
      outdir: 'dist',
      entryNames: 'functions',
      outExtension: { '.js': '.mjs' },
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    },
    { name: 'esm-app', type: 'module', main: 'dist/functions.mjs' },
  );
  assert.ok(readdirSync(path.join(appFolder, 'dist')).length > 1, 'there are chunks');
  await assertServed(appFolder);
});

test('a CommonJS bundle is served', async () => {
  const appFolder = await bundled(
    { format: 'cjs', outfile: 'dist/functions.cjs' },
    { name: 'cjs-app', main: 'dist/functions.cjs' },
  );
  await assertServed(appFolder);
});

test('an ES module bundle without that banner cannot require the core module, and has no functions', async () => {
  const appFolder = await bundled({ format: 'esm', outfile: 'dist/functions.mjs' }, { main: 'dist/functions.mjs' });
  await assert.rejects(start({ appFolder }), /found no functions/);
});
