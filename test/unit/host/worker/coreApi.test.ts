import assert from 'node:assert/strict';
import Module, { createRequire } from 'node:module';
import { test } from 'node:test';
import { type AppRegistry, createCoreApi, installCoreModule } from '../../../../local/host/worker/coreApi.ts';
import { Hooks } from '../../../../local/host/worker/hooks.ts';
import type { LogEntry, ProgrammingModel } from '../../../../local/host/worker/types.ts';

interface CoreApi {
  version: string;
  hostVersion: string;
  Disposable: {
    new (dispose: () => unknown): { dispose(): unknown };
    from(...several: { dispose(): unknown }[]): { dispose(): unknown };
  };
  setProgrammingModel(model: unknown): void;
  getProgrammingModel(): unknown;
  registerFunction(metadata: object, callback: () => void): { dispose(): unknown };
  registerHook(name: string, callback: () => void): { dispose(): unknown };
  log(level: string, category: string, message: string): void;
}

function arrange(hooks = new Hooks()) {
  const logged: LogEntry[] = [];
  const registry: AppRegistry = {
    functions: new Map(),
    hooks,
    model: undefined,
    locked: false,
    log: (entry) => logged.push(entry),
  };
  return { registry, logged, api: createCoreApi(registry) as CoreApi };
}
const metadata = { name: 'f', bindings: {} };

test('a function is registered, and taken back by its disposable', () => {
  const { registry, api } = arrange();
  const registration = api.registerFunction(metadata, () => {});
  assert.deepEqual([...registry.functions.keys()], ['f']);
  registration.dispose();
  registration.dispose();
  assert.equal(registry.functions.size, 0);
});

test('two functions of one name are refused', () => {
  const { api } = arrange();
  api.registerFunction(metadata, () => {});
  assert.throws(() => api.registerFunction(metadata, () => {}), /A function named "f" has already been registered/);
});

test('after startup no function can be registered', () => {
  const { registry, api } = arrange();
  registry.locked = true;
  assert.throws(() => api.registerFunction(metadata, () => {}), /only be registered during app startup/);
});

test('the programming model is kept', () => {
  const { registry, api } = arrange();
  const model = { getInvocationModel: () => assert.fail() } as ProgrammingModel;
  api.setProgrammingModel(model);
  assert.equal(api.getProgrammingModel(), model);
  assert.equal(registry.model, model);
});

test('hooks are registered through it, and unknown ones refused as the library expects', async () => {
  const { registry, api } = arrange();
  let ran = 0;
  const registration = api.registerHook('appStart', () => void ran++);
  await registry.hooks.run('appStart', {});
  registration.dispose();
  await registry.hooks.run('appStart', {});
  assert.equal(ran, 1);
  assert.throws(() => api.registerHook('odd', () => {}), { name: 'RangeError', isAzureFunctionsSystemError: true });
});

test('log entries and versions are there', () => {
  const { logged, api } = arrange();
  api.log('warning', 'system', 'm');
  assert.deepEqual(logged, [{ level: 'warning', category: 'system', message: 'm' }]);
  assert.match(api.version, /^3\.\d+\.\d+$/);
  assert.match(api.hostVersion, /^4\./);
});

test('several disposables join into one', () => {
  const { api } = arrange();
  const order: string[] = [];
  const both = api.Disposable.from(
    new api.Disposable(() => order.push('a')),
    new api.Disposable(() => order.push('b')),
  );
  both.dispose();
  both.dispose();
  assert.deepEqual(order, ['a', 'b']);
});

// One test, because a process can do this once.
test('every require of the core module gets the API, the real library registers through it, and one app fills a process', async () => {
  const older = new Hooks(['preInvocation', 'postInvocation', 'appStart', 'appTerminate']);
  const { registry, api } = arrange(older);
  installCoreModule(api);

  const require = createRequire(import.meta.url);
  assert.equal(require('@azure/functions-core'), api, 'createRequire, as in the banner of a bundle');
  assert.equal(new Module('other').require('@azure/functions-core'), api, 'a CommonJS module');
  assert.equal(require('node:module'), Module, 'everything else is untouched');

  const { app } = await import('@azure/functions');
  app.http('hello', { methods: ['GET'], handler: () => ({ body: 'x' }) });
  assert.deepEqual([...registry.functions.keys()], ['hello'], 'a library that an ES module imports');
  assert.throws(
    () => app.hook.log(() => {}),
    /Log hooks require Azure Functions Host v4\.34 or higher/,
    'on an older worker',
  );

  assert.throws(() => installCoreModule(arrange().api), /This process holds an app already/);
});
