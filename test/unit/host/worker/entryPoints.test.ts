import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { findEntryPoints, loadEntryPoint } from '../../../../local/host/worker/entryPoints.ts';

/** An app folder with a package.json and the given files. */
function appWith(packageJson: object | undefined, files: Record<string, string> = {}): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'app-'));
  if (packageJson) writeFileSync(path.join(folder, 'package.json'), JSON.stringify(packageJson));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  return folder;
}
const found = (folder: string) =>
  findEntryPoints(folder).map(({ file, isModule }) => [path.relative(folder, file), isModule]);

test('main may be one file; its ending says what it is', () => {
  for (const [name, isModule] of [
    ['a.mjs', true],
    ['a.cjs', false],
    ['a.js', false],
  ] as const) {
    assert.deepEqual(found(appWith({ main: `./dist/${name}` }, { [`dist/${name}`]: '' })), [
      [`dist/${name}`, isModule],
    ]);
  }
});

test('a .js file is what package.json says', () => {
  assert.deepEqual(found(appWith({ main: 'a.js', type: 'module' }, { 'a.js': '' })), [['a.js', true]]);
  assert.deepEqual(found(appWith({ main: 'a.cjs', type: 'module' }, { 'a.cjs': '' })), [['a.cjs', false]]);
});

test('main may be a glob; files come in order of their names, node_modules is left out', () => {
  const files = { 'src/functions/b.js': '', 'src/functions/a.js': '', 'src/x.js': '', 'node_modules/m/c.js': '' };
  assert.deepEqual(found(appWith({ main: 'src/functions/*.js' }, files)), [
    ['src/functions/a.js', false],
    ['src/functions/b.js', false],
  ]);
  assert.deepEqual(found(appWith({ main: '{src/x.js,src/functions/a.js}' }, files)).length, 2);
  assert.deepEqual(found(appWith({ main: '**/*.js' }, files)).length, 3);
});

test('what is missing is named', () => {
  assert.throws(() => findEntryPoints(appWith(undefined)), /Expected a package\.json with "main" in .*; there is none/);
  assert.throws(() => findEntryPoints(appWith({})), /has no "main"/);
  assert.throws(
    () => findEntryPoints(appWith({ main: 'dist/*.js' })),
    /Found zero files matching the "main" .*\("dist\/\*\.js"\); build the app first/,
  );
});

test('ES modules and CommonJS are both run', async () => {
  const folder = appWith(
    { main: '*' },
    {
      'a.mjs': 'globalThis.entryPointsRan = ["esm"]; export {};',
      'b.cjs': 'globalThis.entryPointsRan.push(typeof require("node:path").join);',
    },
  );
  await loadEntryPoint({ file: path.join(folder, 'a.mjs'), isModule: true });
  await loadEntryPoint({ file: path.join(folder, 'b.cjs'), isModule: false });
  assert.deepEqual(Reflect.get(globalThis, 'entryPointsRan'), ['esm', 'function']);
});
