/** One app, hosted: the worker, its HTTP routes, timers and queues, and an orderly end. */
import { type Clock, systemClock } from './clock.ts';
import { drain } from './drain.ts';
import { chooseHostId } from './hostId.ts';
import { type HostConfiguration, readHostJson } from './hostJson.ts';
import { buildRoutes } from './http/routes.ts';
import { type HttpServer, serveHttp } from './http/server.ts';
import { Invocations } from './invocations.ts';
import type { Keys } from './keys.ts';
import { hostLog, type Log } from './log.ts';
import { createOutputWriter } from './outputs/write.ts';
import { startQueues } from './queue/start.ts';
import { isDisabled, type Settings } from './settings.ts';
import { prepareTimers, type Timers } from './timer/start.ts';
import type { RegisteredFunction } from './worker/types.ts';
import { loadApp, type Worker } from './worker/worker.ts';

export interface HostOptions {
  appFolder: string;
  /** 0 takes a free port. */
  port: number;
  keys: Keys;
  settings: Settings;
  /** False keeps timers silent; `/admin/functions/NAME` still starts them. */
  timers: boolean;
  log: Log;
  /** @default the system's */
  clock?: Clock;
}

export interface Host {
  url: string;
  /** What is served: registered, not disabled, not in error. */
  functions: RegisteredFunction[];
  /** Starts nothing new, lets what runs end within `timeoutMs`, then tells the app. Safe to call twice. */
  stop(timeoutMs: number): Promise<void>;
}

/** What every part of a host needs. */
interface Shared {
  functions: RegisteredFunction[];
  configuration: HostConfiguration;
  settings: Settings;
  hostId: string;
  invocations: Invocations;
  clock: Clock;
  log: Log;
  /** Functions that cannot be served, and why. */
  faults: Map<string, string>;
}

/** Loads and serves an app. @throws Error for a host.json, `main` or port that it cannot use. One host per process. */
export async function startHost(options: HostOptions): Promise<Host> {
  const { clock = systemClock, log } = options;
  const configuration = readHostJson(options.appFolder);
  const worker = await loadApp(options.appFolder, log);
  const shared = share(options, worker, configuration, clock);
  const { faults, functions } = shared;
  const timers = prepareTimers(shared);
  // Before the lease: a host that cannot serve must not take the timers away from one that does.
  const server = await serve(options, shared, timers);
  if (options.timers) await timers.run();
  const queues = startQueues({ ...shared, options: configuration.queues });

  for (const [name, message] of faults) hostLog(log, 'error', `The '${name}' function is in error: ${message}`);
  const served = functions.filter(({ name }) => !faults.has(name));
  if (served.length === 0) hostLog(log, 'warning', 'No job functions found.');
  let stopped: Promise<void> | undefined;
  return {
    url: `http://127.0.0.1:${server.port}`,
    functions: served,
    stop(timeoutMs) {
      stopped ??= drain({ ...shared, server, background: [timers, queues], terminate: worker.terminate }, timeoutMs);
      return stopped;
    },
  };
}

function share(
  { appFolder, settings, log }: HostOptions,
  worker: Worker,
  configuration: HostConfiguration,
  clock: Clock,
): Shared {
  const invocations = new Invocations({
    invoke: worker.invoke,
    writeOutputs: createOutputWriter({ settings, queues: configuration.queues, clock }),
    functionTimeoutMs: configuration.functionTimeoutMs,
    clock,
    log,
  });
  return {
    functions: worker.functions.filter(({ name }) => !isDisabled(name, settings)),
    configuration,
    settings,
    hostId: chooseHostId(appFolder, settings),
    invocations,
    clock,
    log,
    faults: new Map(),
  };
}

function serve({ port, keys, settings }: HostOptions, shared: Shared, timers: Timers): Promise<HttpServer> {
  const { routes, faults } = buildRoutes(shared.functions, shared.configuration.routePrefix);
  for (const { functionName, message } of faults) shared.faults.set(functionName, message);
  return serveHttp(port, {
    ...shared,
    routes,
    keys,
    timerValue: timers.valueFor,
    homepageDisabled: settings.AzureWebJobsDisableHomepage?.toLowerCase() === 'true',
  });
}
