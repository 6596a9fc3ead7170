import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { CoreToolsMissingError, findCoreTools, runCoreTools } from '../../../local/host/coreTools.ts';
import { newFolder, until } from './support.ts';

/** A folder with a `func` that does what the shell lines say. */
function withFunc(lines: string, mode = 0o755): string {
  const folder = newFolder('func');
  writeFileSync(path.join(folder, 'func'), `#!/bin/sh\n${lines}\n`);
  chmodSync(path.join(folder, 'func'), mode);
  return folder;
}

test('func is found in the first folder of the PATH that has it, executable', () => {
  const [plain, first, second] = [withFunc('', 0o644), withFunc(''), withFunc('')];
  const asFolder = newFolder('func');
  mkdirSync(path.join(asFolder, 'func'));
  const search = ['', newFolder('none'), plain, asFolder, first, second].join(path.delimiter);
  assert.equal(findCoreTools(search), path.join(first, 'func'));
});

test('a PATH without it has none', () => {
  for (const search of ['', newFolder('none'), undefined]) {
    if (search !== undefined) assert.equal(findCoreTools(search), undefined);
  }
  assert.equal(findCoreTools(withFunc('', 0o644)), undefined);
});

test('the app is handed over: folder, port, settings, and the exit code comes back', async () => {
  const appFolder = newFolder('app');
  const PATH = `${withFunc('echo "$PWD|$*|$SETTING|$LOCAL_NAME_MAP|$languageWorkers__node__arguments" > told; exit 3')}:/bin:/usr/bin`;
  const code = await runCoreTools({ appFolder, port: 7072, environment: { PATH, SETTING: 'x' } });
  assert.equal(code, 3);
  assert.equal(readFileSync(path.join(appFolder, 'told'), 'utf8').trim(), `${appFolder}|start --port 7072|x||`);
});

test('with a name map the language worker starts with the preload', async () => {
  const appFolder = newFolder('app');
  const PATH = `${withFunc('echo "$LOCAL_NAME_MAP|$languageWorkers__node__arguments" > told')}:/bin:/usr/bin`;
  assert.equal(await runCoreTools({ appFolder, port: 1, environment: { PATH }, nameMapFile: '/n.json' }), 0);
  assert.match(
    readFileSync(path.join(appFolder, 'told'), 'utf8'),
    /^\/n\.json\|--import \/.*\/local\/host\/preload\.ts$/m,
  );
});

test('an aborted run is ended', async () => {
  const appFolder = newFolder('app');
  const PATH = `${withFunc('touch begun; exec sleep 60')}:/bin:/usr/bin`;
  const stopping = new AbortController();
  const run = runCoreTools({ appFolder, port: 1, environment: { PATH }, signal: stopping.signal });
  await until('func to have begun', () => {
    try {
      return readFileSync(path.join(appFolder, 'begun')) !== undefined;
    } catch {
      return false;
    }
  });
  stopping.abort();
  assert.equal(await run, 143);
});

test('without func the way out is named', async () => {
  const environment = { PATH: newFolder('none') };
  await assert.rejects(runCoreTools({ appFolder: '.', port: 1, environment }), (error: Error) => {
    return (
      error instanceof CoreToolsMissingError &&
      /install Azure Functions Core Tools 4, or start without --func/.test(error.message)
    );
  });
});
