/** The process that runs one app: see USAGE in arguments.ts. */
import path from 'node:path';
import { parseArguments, USAGE, UsageError } from './arguments.ts';
import { type Host, startHost } from './host.ts';
import { HostJsonError, readHostJson } from './hostJson.ts';
import { PortTakenError } from './http/server.ts';
import { loadKeys } from './keys.ts';
import { createLog, hostLog } from './log.ts';
import { readLocalSettings } from './settings.ts';

/** The line that tells the parent where the app is. */
interface ReadyLine {
  event: 'ready';
  url: string;
  functions: string[];
}

async function main(): Promise<void> {
  const given = parseArguments(process.argv.slice(2));
  if (given === 'help') return void console.log(USAGE);
  // Stdout carries the ready line alone; an app that logs to the console must not mix with it.
  globalThis.console = new console.Console(process.stderr, process.stderr);
  if (given.namesFile !== undefined && !sameFile(given.namesFile, process.env.LOCAL_NAME_MAP)) {
    throw new UsageError(
      '--names needs "--import ./local/host/preload.ts", and the same file in LOCAL_NAME_MAP, before the app is loaded.',
    );
  }
  const appFolder = path.resolve(given.appFolder);
  for (const [name, value] of Object.entries(readLocalSettings(appFolder))) process.env[name] ??= value;
  process.env.FUNCTIONS_WORKER_RUNTIME ??= 'node';
  process.env.AZURE_FUNCTIONS_ENVIRONMENT ??= 'Development';
  const log = createLog(readHostJson(appFolder).logLevel, (line) => process.stderr.write(`${line}\n`));
  const host = await startHost({
    appFolder,
    port: given.port,
    keys: loadKeys(given.keysFile),
    settings: process.env,
    timers: given.timers,
    log,
  });
  stopOnSignal(host, given.drainSeconds * 1000);
  for (const { name, trigger } of host.functions) hostLog(log, 'information', `${name}: ${trigger.type}`);
  hostLog(log, 'information', `Listening on ${host.url}`);
  const ready: ReadyLine = { event: 'ready', url: host.url, functions: host.functions.map(({ name }) => name) };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
}

/** The first signal drains; a second one, from someone who will not wait, ends the process. */
function stopOnSignal(host: Host, drainMs: number): void {
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping && signal === 'SIGINT') process.exit(130);
      if (stopping) return;
      stopping = true;
      void host.stop(drainMs).finally(() => process.exit(0));
    });
  }
}

function sameFile(a: string, b: string | undefined): boolean {
  return b !== undefined && path.resolve(a) === path.resolve(b);
}

main().catch((error: unknown) => {
  // A message is enough for what the user can mend; anything else is a fault and shows where it happened.
  const mendable = error instanceof UsageError || error instanceof PortTakenError || error instanceof HostJsonError;
  console.error(`local host: ${error instanceof Error ? (mendable ? error.message : error.stack) : error}`);
  process.exit(1);
});
