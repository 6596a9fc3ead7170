/** The command line of the local host. */
import { parseArgs } from 'node:util';

export interface HostArguments {
  appFolder: string;
  port: number;
  namesFile: string | undefined;
  keysFile: string | undefined;
  timers: boolean;
  drainSeconds: number;
}

export const USAGE = `Runs one Azure Functions app (Node v4 model) without the .NET host.

  node --import ./local/host/preload.ts local/host/main.ts --app DIR --port N [options]

  --app DIR            the app: host.json, package.json with "main", and the built code
  --port N             where to listen on 127.0.0.1; 0 takes a free port (default 7071)
  --names FILE         the name map that preload.ts was given in LOCAL_NAME_MAP; refused when it was not
  --keys FILE          function keys as JSON; made, with mode 0600, when the file does not exist
  --no-timers          start no timer by itself; POST /admin/functions/NAME still does
  --drain-seconds N    how long running functions may take to end after SIGTERM (default 20)
  --help               this text

When it serves, it prints one line of JSON on stdout: {"event":"ready","url","functions"}. Everything else goes to stderr.`;

/** Thrown for a command line that cannot be followed. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** @throws UsageError. The answer is 'help' when help was asked for. */
export function parseArguments(given: string[]): HostArguments | 'help' {
  let values: Record<string, string | boolean | undefined>;
  try {
    values = parseArgs({
      args: given,
      options: {
        app: { type: 'string' },
        port: { type: 'string', default: '7071' },
        names: { type: 'string' },
        keys: { type: 'string' },
        'no-timers': { type: 'boolean', default: false },
        'drain-seconds': { type: 'string', default: '20' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (cause) {
    throw new UsageError(`${cause instanceof Error ? cause.message : cause} See --help.`, { cause });
  }
  if (values.help) return 'help';
  if (typeof values.app !== 'string' || values.app === '') throw new UsageError('--app DIR is missing. See --help.');
  return {
    appFolder: values.app,
    port: wholeNumber('--port', values.port, 65_535),
    namesFile: typeof values.names === 'string' ? values.names : undefined,
    keysFile: typeof values.keys === 'string' ? values.keys : undefined,
    timers: values['no-timers'] !== true,
    drainSeconds: wholeNumber('--drain-seconds', values['drain-seconds'], 600),
  };
}

function wholeNumber(name: string, value: unknown, most: number): number {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (!(number <= most)) throw new UsageError(`${name} must be a whole number from 0 to ${most}, not "${value}".`);
  return number;
}
