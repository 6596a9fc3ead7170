/** `@azure/functions-core`: the module that the Node worker gives to `@azure/functions` when it is required. */
import Module from 'node:module';
import type { Hooks } from './hooks.ts';
import type { CoreFunctionMetadata, FunctionCallback, HookCallback, LogEntry, ProgrammingModel } from './types.ts';

const CORE_MODULE = '@azure/functions-core';
const WORKER_VERSION = '3.12.0';
const HOST_VERSION = '4.1042.100';

/** What the app has registered so far. */
export interface AppRegistry {
  functions: Map<string, { metadata: CoreFunctionMetadata; callback: FunctionCallback }>;
  hooks: Hooks;
  model: ProgrammingModel | undefined;
  /** True once startup has ended: Azure indexes an app's functions only once. */
  locked: boolean;
  log(entry: LogEntry): void;
}

/** Takes back a registration; `from` joins several. The library hands these to the app. */
class Disposable {
  #dispose: (() => unknown) | undefined;
  static from(...several: { dispose(): unknown }[]): Disposable {
    return new Disposable(() => {
      for (const one of several) one.dispose();
    });
  }
  constructor(dispose: () => unknown) {
    this.#dispose = dispose;
  }
  dispose(): unknown {
    const dispose = this.#dispose;
    this.#dispose = undefined;
    return dispose?.();
  }
}

/** The core module over a registry. */
export function createCoreApi(registry: AppRegistry): object {
  return {
    version: WORKER_VERSION,
    hostVersion: HOST_VERSION,
    Disposable,
    setProgrammingModel: (model: ProgrammingModel) => {
      registry.model = model;
    },
    getProgrammingModel: () => registry.model,
    log: (level: LogEntry['level'], category: LogEntry['category'], message: string) =>
      registry.log({ level, category, message }),
    registerHook: (name: string, callback: HookCallback) => new Disposable(registry.hooks.register(name, callback)),
    registerFunction(metadata: CoreFunctionMetadata, callback: FunctionCallback) {
      if (registry.locked) throw new Error('A function can only be registered during app startup.');
      if (registry.functions.has(metadata.name)) {
        throw new Error(
          `A function named "${metadata.name}" has already been registered; give one of them another name.`,
        );
      }
      registry.functions.set(metadata.name, { metadata, callback });
      return new Disposable(() => registry.functions.delete(metadata.name));
    },
  };
}

let installed = false;

/**
 * Lets every `require('@azure/functions-core')` of this process answer with `api`: from CommonJS, from a library that
 * an ES module imports, and from `createRequire` in a bundle's banner alike.
 * @throws Error the second time: the library keeps the first module it was given, so a process can hold one app only.
 */
export function installCoreModule(api: object): void {
  if (installed) throw new Error('This process holds an app already; start another process for another app.');
  installed = true;
  const original = Module.prototype.require;
  Module.prototype.require = function require(this: Module, id: string): unknown {
    return id === CORE_MODULE ? api : Reflect.apply(original, this, [id]);
  } as typeof original;
}
