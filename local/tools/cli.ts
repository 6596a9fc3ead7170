/** One way to read a command line: `--help` always there, unknown options refused, `--json` as the last line of standard output. */
import { type ParseArgsConfig, parseArgs } from 'node:util';

export interface CommandLine {
  usage: string;
  options?: NonNullable<ParseArgsConfig['options']>;
  /** How many positional arguments the command takes. */
  positionals?: { least: number; most: number };
}

export interface ParsedCommandLine {
  values: Record<string, string | boolean | undefined>;
  positionals: string[];
}

/** Ends the process with the usage on `--help` (status 0) or on a mistake (status 2). */
export function readCommandLine(command: CommandLine, args: string[] = process.argv.slice(2)): ParsedCommandLine {
  try {
    const parsed = parseArgs({
      args,
      options: { ...command.options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
      strict: true,
    });
    const values = parsed.values as ParsedCommandLine['values'];
    if (values.help) {
      process.stdout.write(`${command.usage.trim()}\n`);
      process.exit(0);
    }
    const { least, most } = command.positionals ?? { least: 0, most: 0 };
    const count = parsed.positionals.length;
    if (count < least || count > most) {
      throw new Error(`expected ${least === most ? least : `${least} to ${most}`} arguments, saw ${count}`);
    }
    return { values, positionals: parsed.positionals };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${command.usage.trim()}\n`);
    process.exit(2);
  }
}

/** A whole number option within bounds. @throws Error that names the option. */
export function wholeNumber(value: string | boolean | undefined, name: string, fallback: number, least = 0): number {
  if (value === undefined) return fallback;
  const number = Number(value);
  if (!Number.isInteger(number) || number < least) {
    throw new Error(`--${name}: expected a whole number of at least ${least}, saw '${value}'`);
  }
  return number;
}

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
