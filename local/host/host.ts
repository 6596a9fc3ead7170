/** One app, hosted: the worker, its HTTP routes, timers and queues, and an orderly end. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Clock, systemClock } from './clock.ts';
import { readHostJson } from './hostJson.ts';
import { buildRoutes } from './http/routes.ts';
import { type HttpServer, serveHttp } from './http/server.ts';
import { Invocations } from './invocations.ts';
import type { Keys } from './keys.ts';
import { hostLog, type Log, reason } from './log.ts';
import { createOutputWriter } from './outputs/write.ts';
import { startQueues } from './queue/start.ts';
import { isDisabled, type Settings } from './settings.ts';
import { startTimers } from './timer/start.ts';
import type { RegisteredFunction } from './worker/types.ts';
import { loadApp } from './worker/worker.ts';

export interface HostOptions {
  appFolder: string;
  /** 0 takes a free port. */
  port: number;
  keys: Keys;
  settings: Settings;
  /** False keeps timers silent; `/admin/functions/NAME` still starts them. */
  timers: boolean;
  log: Log;
  clock?: Clock;
}

export interface Host {
  url: string;
  functions: RegisteredFunction[];
  /** Starts nothing new, lets what runs end within `timeoutMs`, then tells the app. Safe to call twice. */
  stop(timeoutMs: number): Promise<void>;
}

/** What a background part of the host gives: a way to stop it, and to wait for its end. */
export interface Background {
  stop(): Promise<void>;
}

/** The app's appTerminate hooks may take this long. */
const TERMINATE_TIMEOUT_MS = 5_000;

/** Loads and serves an app. @throws Error for a host.json, main, or port it cannot use. One host per process. */
export async function startHost(options: HostOptions): Promise<Host> {
  const { appFolder, settings, log, clock = systemClock } = options;
  const configuration = readHostJson(appFolder);
  const worker = await loadApp(appFolder, log);
  const functions = worker.functions.filter(({ name }) => !isDisabled(name, settings));
  const invocations = new Invocations({
    invoke: worker.invoke,
    writeOutputs: createOutputWriter({ settings, queues: configuration.queues, clock }),
    functionTimeoutMs: configuration.functionTimeoutMs,
    clock,
    log,
  });
  const hostId = chooseHostId(appFolder, settings);
  const { routes, faults } = buildRoutes(functions, configuration.routePrefix);
  const faultsByName = new Map(faults.map(({ functionName, message }) => [functionName, message]));
  const timers = await startTimers({
    functions,
    settings,
    hostId,
    invocations,
    clock,
    log,
    faults: faultsByName,
    enabled: options.timers,
  });
  let server: HttpServer;
  try {
    server = await serveHttp(options.port, {
      functions,
      invocations,
      hostId,
      faults: faultsByName,
      timerValue: timers.valueFor,
      routes,
      keys: options.keys,
      log,
      homepageDisabled: settings.AzureWebJobsDisableHomepage?.toLowerCase() === 'true',
    });
  } catch (error) {
    await timers.stop();
    throw error;
  }
  timers.run();
  const queues = startQueues({
    functions,
    settings,
    options: configuration.queues,
    invocations,
    clock,
    log,
    faults: faultsByName,
  });
  for (const [name, message] of faultsByName) hostLog(log, 'error', `The '${name}' function is in error: ${message}`);
  if (functions.length === 0) hostLog(log, 'warning', 'No job functions found.');

  let stopped: Promise<void> | undefined;
  const drain = async (timeoutMs: number) => {
    const background = [server.close(), timers.stop(), queues.stop()];
    const left = await invocations.drain(timeoutMs);
    if (left.length > 0)
      hostLog(log, 'warning', `Drained for ${timeoutMs} ms; still running and left behind: ${left.join(', ')}.`);
    server.abandon();
    if (left.length === 0) await bounded(clock, TERMINATE_TIMEOUT_MS, Promise.allSettled(background));
    const told = await bounded(
      clock,
      TERMINATE_TIMEOUT_MS,
      worker.terminate().catch((error: unknown) => {
        hostLog(log, 'error', `An appTerminate hook failed: ${reason(error)}`);
      }),
    );
    if (!told) hostLog(log, 'warning', `The appTerminate hooks did not end within ${TERMINATE_TIMEOUT_MS} ms.`);
  };
  return {
    url: `http://127.0.0.1:${server.port}`,
    functions,
    stop(timeoutMs) {
      stopped ??= drain(timeoutMs);
      return stopped;
    },
  };
}

/** Whether the work ended in time. */
async function bounded(clock: Clock, timeoutMs: number, work: Promise<unknown>): Promise<boolean> {
  const enough = new AbortController();
  const late = clock.wait(timeoutMs, enough.signal).then(() => false);
  const inTime = await Promise.race([work.then(() => true), late]);
  enough.abort();
  return inTime;
}

/**
 * Names this app's place in the storage account. Azure uses the site's name; here it is the package's, so that an app
 * that is built into another folder finds its timers' status again. Two apps with one id would collide, as in Azure.
 */
function chooseHostId(appFolder: string, settings: Settings): string {
  if (settings.AzureFunctionsWebHost__hostid) return settings.AzureFunctionsWebHost__hostid;
  const { name } = JSON.parse(readFileSync(path.join(appFolder, 'package.json'), 'utf8')) as { name?: unknown };
  const text = typeof name === 'string' ? name : path.basename(path.resolve(appFolder));
  return (
    text
      .toLowerCase()
      .replace(/[^a-z0-9-]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 32) || 'local'
  );
}
