/** The Node language worker's part: loads one app into this process and runs its functions. */
import { type AppRegistry, createCoreApi, installCoreModule } from './coreApi.ts';
import { findEntryPoints, loadEntryPoint } from './entryPoints.ts';
import { describeFailure } from './failure.ts';
import { Hooks } from './hooks.ts';
import { invoke } from './invoke.ts';
import type {
  Binding,
  CoreFunctionMetadata,
  InvocationRequest,
  InvocationResult,
  LogEntry,
  RegisteredFunction,
} from './types.ts';

/** What the Node worker offers the host; the library adds its own. */
const CAPABILITIES = {
  RawHttpBodyBytes: 'true',
  RpcHttpTriggerMetadataRemoved: 'true',
  RpcHttpBodyOnly: 'true',
  IgnoreEmptyValuedRpcHttpHeaders: 'true',
  UseNullableValueDictionaryForHttp: 'true',
  WorkerStatus: 'true',
  TypedDataCollection: 'true',
  HandlesWorkerTerminateMessage: 'true',
};

export interface Worker {
  functions: RegisteredFunction[];
  invoke(request: InvocationRequest): Promise<InvocationResult>;
  /** Runs the app's appTerminate hooks. */
  terminate(): Promise<void>;
}

/**
 * Loads the app. As in Azure, an entry point that throws is logged and does not stop the worker: what it registered
 * before counts, and when that is nothing the app has no functions.
 * @throws Error when the app has no entry point, uses HTTP streaming, or another app was loaded before.
 */
export async function loadApp(appFolder: string, log: (entry: LogEntry) => void): Promise<Worker> {
  const hooks = new Hooks();
  const registry: AppRegistry = {
    functions: new Map(),
    hooks,
    model: undefined,
    locked: false,
    log: throughHooks(hooks, log),
  };
  const entryPoints = findEntryPoints(appFolder);
  installCoreModule(createCoreApi(registry));
  for (const entryPoint of entryPoints) {
    try {
      await loadEntryPoint(entryPoint);
    } catch (error) {
      const { message, stackTrace } = describeFailure(error);
      log({
        level: 'error',
        category: 'system',
        message: `Worker was unable to load entry point "${entryPoint.file}": ${stackTrace ?? message}`,
      });
    }
  }
  await hooks.run('appStart', hooks.context({ functionAppDirectory: appFolder }));
  registry.locked = true;
  const capabilities = await registry.model?.getCapabilities?.({ ...CAPABILITIES });
  if (capabilities?.HttpUri !== undefined) {
    throw new Error(
      'The app calls app.setup({ enableHttpStream: true }), which the local host does not serve; start with --func.',
    );
  }
  return {
    functions: [...registry.functions.values()].map(({ metadata }) => describeFunction(metadata)),
    invoke: (request) => invoke(registry, request),
    terminate: () => hooks.run('appTerminate', hooks.context({})),
  };
}

/** Log hooks may change a user's log entry, and only that. A hook that throws must not lose the entry. */
function throughHooks(hooks: Hooks, log: (entry: LogEntry) => void) {
  return (entry: LogEntry) => {
    const context = hooks.context({ ...entry });
    try {
      hooks.runNow('log', context);
    } catch (error) {
      log({ level: 'error', category: 'system', message: `A log hook failed: ${describeFailure(error).message}` });
    }
    if (entry.category !== 'user') return log(entry);
    log({ ...entry, level: context.level as LogEntry['level'], message: String(context.message) });
  };
}

/** As the host sees it: bindings went through JSON, so what JSON cannot say (functions, undefined) is gone. */
function describeFunction({ name, bindings, retryOptions }: CoreFunctionMetadata): RegisteredFunction {
  const list = Object.entries(bindings).map(
    ([bindingName, binding]) => JSON.parse(JSON.stringify({ ...binding, name: bindingName })) as Binding,
  );
  const trigger = list.find(({ type }) => /trigger$/i.test(type));
  if (!trigger) throw new Error(`Function "${name}" has no trigger among its bindings.`);
  return { name, trigger, bindings: list, ...(retryOptions ? { retry: retryOptions } : {}) };
}
